// Copying, where the browser allows it: beside everything that carries data-copy stands a button with those words. It
// copies what the link leads to or, where there is no link, the text itself. Without scripts both are there to be read.
if (navigator.clipboard) {
  for (const shown of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button")
    const told = document.createElement("span")
    button.type = "button"
    button.textContent = shown.dataset.copy
    told.setAttribute("role", "status")
    const line = document.createElement("p")
    line.className = "copy"
    line.append(button, " ", told)
    ;(shown.closest("p") || shown).after(line)
    button.addEventListener("click", async () => {
      told.textContent = ""
      try {
        await navigator.clipboard.write([new ClipboardItem({ "text/plain": words(shown) })])
        told.textContent = "Copied"
      } catch {
        told.textContent = "Your browser did not allow it; select the text instead"
      }
    })
  }
}

// A promise, so that the copying still counts as the answer to the click when the text must be fetched first.
async function words(shown) {
  if (!shown.href) return new Blob([shown.textContent], { type: "text/plain" })
  const answer = await fetch(shown.href)
  if (!answer.ok) throw new Error(answer.status)
  return new Blob([await answer.text()], { type: "text/plain" })
}
