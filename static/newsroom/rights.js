// Django's two lists of rights explain their search boxes with a picture that has a name but no role; without one the name
// is not read out.
window.addEventListener('load', () => setTimeout(() => {
  document.querySelectorAll('.help-tooltip[aria-label]').forEach((one) => one.setAttribute('role', 'img'))
}))
