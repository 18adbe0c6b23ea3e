// Makes writing a message quicker: Ctrl or Cmd with Enter sends, the field grows with the text,
// a second click does not send twice. The form works without any of it.

const growsByItself = CSS.supports("field-sizing", "content");

function grow(field) {
  if (growsByItself) return;
  field.style.blockSize = "auto";
  field.style.blockSize = `${field.scrollHeight + 2}px`;
}

for (const form of document.querySelectorAll("[data-composer]")) {
  const field = form.querySelector("textarea");
  const button = form.querySelector("button[type=submit]");

  field.addEventListener("input", () => grow(field));
  grow(field);

  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      if (!button.disabled) form.requestSubmit(button);
    }
  });

  form.addEventListener("submit", () => {
    button.disabled = true;
  });

  // A page that comes back from the browser's cache can be used again.
  window.addEventListener("pageshow", () => {
    button.disabled = false;
  });
}
