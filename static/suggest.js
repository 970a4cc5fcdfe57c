// Suggestions while a question is typed, as the combobox of the ARIA Authoring Practices. Without it the form is the same.
for (const form of document.querySelectorAll('form[action$="/search/"]')) {
  const field = form.elements.q
  const list = document.createElement("ul")
  const told = document.createElement("span")
  let asked, waiting, active
  field.type = "text" // A search field may not be a combobox (ARIA in HTML).
  field.enterKeyHint = "search"
  list.id = "suggestions-" + form.className
  list.className = "suggestions"
  list.setAttribute("role", "listbox")
  list.setAttribute("aria-label", "Suggestions")
  told.className = "unseen"
  told.setAttribute("role", "status")
  list.hidden = true
  form.append(list, told)
  for (const [name, value] of Object.entries({
    role: "combobox",
    autocomplete: "off",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  }))
    field.setAttribute(name, value)

  function show(names) {
    list.replaceChildren(
      ...names.map((name, place) => {
        const option = document.createElement("li")
        option.id = list.id + place
        option.dir = "auto"
        option.textContent = name
        option.setAttribute("role", "option")
        return option
      }),
    )
    list.hidden = !names.length
    field.setAttribute("aria-expanded", String(!list.hidden))
    told.textContent = names.length ? names.length + (names.length === 1 ? " suggestion" : " suggestions") : ""
    point(null)
  }

  function point(option) {
    active?.removeAttribute("aria-selected")
    active = option
    active?.setAttribute("aria-selected", "true")
    active?.scrollIntoView({ block: "nearest" })
    option ? field.setAttribute("aria-activedescendant", option.id) : field.removeAttribute("aria-activedescendant")
  }

  function take(option) {
    field.value = option.textContent
    show([])
    form.requestSubmit()
  }

  function stop() {
    clearTimeout(waiting)
    asked?.abort()
  }

  field.addEventListener("input", () => {
    stop()
    waiting = setTimeout(async () => {
      asked = new AbortController()
      try {
        const answer = await fetch(form.action + "suggest/?q=" + encodeURIComponent(field.value), asked)
        show((await answer.json()).suggestions)
      } catch {
        show([])
      }
    }, 150)
  })

  field.addEventListener("keydown", (event) => {
    const last = list.lastElementChild
    if (event.key === "Escape" && !list.hidden) show([])
    else if (event.key === "ArrowDown" && last) point(active?.nextElementSibling || list.firstElementChild)
    else if (event.key === "ArrowUp" && last) point(active?.previousElementSibling || last)
    else if (event.key === "Enter" && active) take(active)
    else return
    event.preventDefault()
  })

  field.addEventListener("blur", () => {
    stop()
    show([])
  })
  // Before the field loses the focus, and the list with it.
  list.addEventListener("mousedown", (event) => {
    event.preventDefault()
    take(event.target)
  })
}
