// A button that copies what stands in the field named by data-copies; without a script it is not there, and the field can be copied by hand.
export function start(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copies);
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      return;
    }
    document.dispatchEvent(new CustomEvent("toast", { detail: { sentence: button.dataset.said } }));
  });
}
