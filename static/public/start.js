// Start the design system's components. Its address comes from the page, because stored names carry a hash.
const { initAll } = await import(document.querySelector('script[data-frontend]').dataset.frontend)
initAll()
