// Swagger UI is written as a page of its own, with its own <main> and <h1>. Here it is a part of ours.
const place = document.getElementById('swagger-ui')

function settleIn() {
  for (const main of place.querySelectorAll('main:not([role])')) {
    main.setAttribute('role', 'region')
    main.setAttribute('aria-label', 'Operations')
  }
  for (const heading of place.querySelectorAll('h1:not([aria-level])')) heading.setAttribute('aria-level', '2')
}

new MutationObserver(settleIn).observe(place, { childList: true, subtree: true })
