//! The client against answers that a server may give, in as many pieces as it likes.

use std::time::Duration;

use crate::client::{Client, Problem, Request};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Answers the requests of one connection after another with these, a few bytes at a time.
async fn serve(connections: Vec<Vec<&'static str>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        for answers in connections {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.set_nodelay(true).unwrap();
            for answer in answers {
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    assert!(stream.read_buf(&mut request).await.unwrap() > 0);
                }
                for piece in answer.as_bytes().chunks(7) {
                    stream.write_all(piece).await.unwrap();
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            }
        }
    });
    address
}

async fn ask(client: &mut Client) -> Result<(u16, String), Problem> {
    let answer = client.send(&Request::get("/x?y=1", "secret")).await?;
    Ok((
        answer.status,
        String::from_utf8_lossy(answer.body).into_owned(),
    ))
}

#[tokio::test]
async fn bodies_are_read_whole_however_they_are_framed() {
    let address = serve(vec![
        vec![
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n10;x=y\r\n, world and more\r\n0\r\n\r\n",
            "HTTP/1.1 204 No Content\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nConnection: close\r\n\r\n",
        ],
        vec!["HTTP/1.1 503 Unavailable\r\n\r\nuntil the end"],
    ])
    .await;
    let mut client = Client::new(&address, "demo", Duration::from_secs(5));
    assert_eq!(ask(&mut client).await.unwrap(), (200, "hello".into()));
    assert_eq!(
        ask(&mut client).await.unwrap(),
        (200, "hello, world and more".into())
    );
    assert_eq!(ask(&mut client).await.unwrap(), (204, String::new()));
    assert_eq!(ask(&mut client).await.unwrap(), (404, String::new()));
    assert_eq!(
        ask(&mut client).await.unwrap(),
        (503, "until the end".into())
    );
}

#[tokio::test]
async fn a_broken_answer_is_a_problem_and_the_next_request_connects_anew() {
    let address = serve(vec![
        vec!["HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello"],
        vec!["nonsense\r\n\r\n"],
        vec!["HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"],
    ])
    .await;
    let mut client = Client::new(&address, "", Duration::from_secs(5));
    assert!(matches!(ask(&mut client).await, Err(Problem::Closed)));
    assert!(matches!(ask(&mut client).await, Err(Problem::Malformed(_))));
    assert_eq!(ask(&mut client).await.unwrap().1, "ok");
}

#[tokio::test]
async fn an_answer_that_does_not_come_is_late() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let mut client = Client::new(&address, "", Duration::from_millis(50));
    assert!(matches!(ask(&mut client).await, Err(Problem::Late)));
}
