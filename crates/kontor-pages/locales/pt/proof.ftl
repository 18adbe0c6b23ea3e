### Confirmar que um endereço de e-mail ou um número de telefone é de quem o indica.

proof-heading = Contactos confirmados
proof-lead = Os outros só veem um endereço ou um número depois de mostrar que é seu.
proof-owners = Para quem
proof-waiting = Introduza o código
proof-sent-phone = Um código está a caminho, por SMS, para { $value }.
proof-sent-email = Um código está a caminho de { $value }.
proof-until = Válido até: { $time }.
proof-code = Código de seis algarismos
proof-confirm = Confirmar
proof-again = Enviar outro código
proof-proven = Confirmados
proof-none = Ainda nada. Até lá, ninguém vê nenhum endereço nem número seu.
proof-login = Inicia sessão com ele
proof-since = Confirmado: { $date }
proof-since-marketplace = Confirmado pelo mercado: { $date }
proof-withdraw = Retirar
proof-withdraw-hint = O que retirar deixa logo de ser mostrado a quem quer que seja. O endereço com que inicia sessão não recebe avisos até o confirmar de novo.
proof-feed = Endereços nos seus anúncios
proof-feed-hint = Os seus anúncios indicam estes endereços. Enquanto um não estiver confirmado, as mensagens vão para o endereço da loja.
proof-feed-listings = { $count ->
    [one] { $count } anúncio
    [many] { $count } anúncios
   *[other] { $count } anúncios
}
proof-another = Confirmar outro
proof-phone = Número de telefone
proof-phone-hint = O código chega por SMS, por isso tem de ser um telemóvel. O mercado pode confirmar outros números.
proof-email = Endereço de e-mail
proof-send = Enviar um código
proof-error-email = Introduza um endereço de e-mail, como nome@example.com.
proof-error-phone = Isto não é um número de telefone. Verifique-o e, se for do estrangeiro, acrescente + e o indicativo do país.
proof-error-premium = Ligar para este número pode ter um custo adicional, por isso não pode ser mostrado aos compradores.
proof-error-unknown-country = Nenhum país tem este indicativo.
proof-error-no-sms = Este número não recebe SMS. Introduza um telemóvel ou peça ao mercado que confirme o número.
proof-error-wrong = Este não é o código que foi enviado. Verifique-o ou peça outro.
proof-error-expired = O código já foi utilizado, é demasiado antigo ou foi tentado demasiadas vezes. Peça outro.
proof-error-too-many = Já confirmou tudo o que cabe. Retire primeiro alguma coisa.
proof-error-too-many-requests = Demasiados códigos ou tentativas por agora. Espere um pouco e tente de novo.
proof-own-heading = Confirme o seu endereço de e-mail
proof-own-why = Alguns vendedores só querem contactos de pessoas com endereço confirmado, e os avisos de novas mensagens só são enviados para um endereço assim.
proof-own-address = Enviamos um código para { $email }.
proof-own-proven = { $email } está confirmado.
