// What a browser can tell about a page that is open in it: which of its parts somebody could not read or reach.
// Every question answers with a list of faults, each said with the element that has it.
window.reach = (() => {
  const CONTROLS = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
  // The box of a line is higher than its letters, above and below, by about this part of it.
  const AIR = .3
  const all = (selector) => [...document.querySelectorAll(selector)]
  const said = (element, words) => `${words}: ${element.outerHTML.slice(0, 120)}`
  const styled = (element, part) => getComputedStyle(element, part)
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  // What is written for those who listen to the page takes no room on it.
  const unseen = (element) => element.closest('.unseen')

  const unfold = () => all('details').forEach((folded) => { folded.open = true })

  const sideways = () => {
    const room = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= room) return []
    const wide = all('body *').filter((one) => seen(one) && (one.getBoundingClientRect().right > room + 1 || one.getBoundingClientRect().left < -1))
    return [said(wide.at(-1) ?? document.body, 'is wider than the page')]
  }

  const clipped = () => {
    const cut = (one) => /hidden|clip/.test(styled(one).overflowX) && one.scrollWidth > one.clientWidth + 1
      || /hidden|clip/.test(styled(one).overflowY) && one.scrollHeight > one.clientHeight + 1
    const boxes = all('body *').filter((one) => !(one instanceof SVGElement) && one.innerText && seen(one) && !unseen(one) && cut(one))
    const outside = all('svg text').filter((one) => {
      const [text, sheet] = [one.getBoundingClientRect(), one.closest('svg').getBoundingClientRect()]
      const air = text.height * AIR
      return text.width && (text.left < sheet.left - 1 || text.right > sheet.right + 1 || text.top + air < sheet.top || text.bottom - air > sheet.bottom)
    })
    return [...boxes, ...outside].map((one) => said(one, 'is cut off'))
  }

  // Lines of text that lie over one another.
  const overlapping = () => {
    const lines = [], faults = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    while (walker.nextNode()) {
      const text = walker.currentNode
      if (!text.data.trim() || !seen(text.parentElement) || unseen(text.parentElement)) continue
      range.selectNodeContents(text)
      for (const { left, right, top, bottom, height } of range.getClientRects()) {
        if (right - left > 2) lines.push({ text, left: left + 1, right: right - 1, top: top + height * AIR, bottom: bottom - height * AIR })
      }
    }
    lines.sort((a, b) => a.top - b.top)
    lines.forEach((line, number) => {
      for (const other of lines.slice(number + 1)) {
        if (other.top >= line.bottom) break
        if (other.text !== line.text && other.left < line.right && line.left < other.right) {
          faults.push(said(line.text.parentElement, `“${line.text.data.trim().slice(0, 30)}” lies over “${other.text.data.trim().slice(0, 30)}”`))
        }
      }
    })
    return faults
  }

  const moving = () => {
    const takes = (times) => times.split(',').some((time) => parseFloat(time) > 0)
    const lively = all('*').filter((one) => takes(styled(one).transitionDuration) || takes(styled(one).animationDuration) || styled(one).scrollBehavior === 'smooth')
    const endless = document.getAnimations().filter((one) => !(one instanceof CSSTransition)).map((one) => one.effect.target)
    return [...endless, ...lively].map((one) => said(one, 'moves'))
  }

  // The colours of the system leave a control nothing but its border.
  const borderless = () => all('button, input:not([type=hidden]), select, textarea').filter((one) => {
    const { borderTopWidth, borderTopStyle, borderTopColor, backgroundColor } = styled(one)
    return seen(one) && (parseFloat(borderTopWidth) < 1 || borderTopStyle !== 'solid' || borderTopColor === backgroundColor)
  }).map((one) => said(one, 'has no border'))

  const printed = () => [
    ...all('nav, form, button, input, .skip').filter((one) => seen(one) && one.offsetHeight).map((one) => said(one, 'is printed')),
    ...all('.prose a[href^=http]').filter((one) => !/attr\(href|https?:/.test(styled(one, '::after').content)).map((one) => said(one, 'hides its address')),
    ...all('body').filter((one) => !/^rgb\(255, 255, 255\)$|, 0\)$/.test(styled(one).backgroundColor) || contrast(styled(one).color, 'white') < 7).map((one) => said(one, 'is not dark on white')),
  ]

  const luminance = (colour) => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d')
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => value / 255).map((value) => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4)
    return .2126 * r + .7152 * g + .0722 * b
  }
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
    return (light + .05) / (dark + .05)
  }

  const controls = () => all(CONTROLS).filter((one) => seen(one) && one.getClientRects().length)

  // Focus shows itself by an outline two pixels wide that stands out from the page, and nothing lies over what has it.
  const unclear = () => controls().flatMap((control) => {
    control.focus({ focusVisible: true })
    const { outlineWidth, outlineStyle, outlineColor } = styled(control)
    const [box] = control.getClientRects()
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
    return [
      document.activeElement === control || 'takes no focus',
      outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 || 'does not show its focus',
      contrast(outlineColor, styled(document.body).backgroundColor) >= 3 || 'shows its focus faintly',
      !top || top.contains(control) || control.contains(top) || 'is covered when it has the focus',
    ].filter((fault) => fault !== true).map((fault) => said(control, fault))
  })

  // Put the keyboard back to where it is when the page has just been opened.
  const start = () => {
    document.body.tabIndex = -1
    document.body.focus()
    document.body.removeAttribute('tabindex')
    scrollTo(0, 0)
  }

  // From here on every control that takes the focus is noted, in the order in which it does.
  const follow = () => {
    const [order, visited] = [controls(), []]
    start()
    document.addEventListener('focusin', ({ target }) => visited.push(target))
    window.reach.visited = () => order.map((one, number) => visited[number] === one || said(one, `is not stop ${number} of the keyboard`)).filter((fault) => fault !== true)
    return order.length
  }

  const unskipped = () => document.activeElement.closest('main') ? [] : [said(document.activeElement, 'is where the way past the masthead leads')]

  return { unfold, sideways, clipped, overlapping, moving, borderless, printed, unclear, start, follow, unskipped }
})()
