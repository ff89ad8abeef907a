// Save an answer while it is written. Without this script the form's own button does the same.
const place = document.querySelector('[data-autosave]')
const form = place.querySelector('form')
const status = place.querySelector('[data-autosave-status]')
const PAUSE = 1500 // milliseconds without a key before it is saved

let timer
let saved = new URLSearchParams(new FormData(form)).toString()
let leaving = false

function said (words) {
  status.textContent = words
}

async function save () {
  const data = new URLSearchParams(new FormData(form))
  if (leaving || data.toString() === saved) return
  const response = await fetch(place.dataset.autosave, { method: 'POST', body: data, credentials: 'same-origin', redirect: 'manual' })
  if (response.ok) {
    const { seen } = await response.json()
    form.elements.seen.value = seen
    data.set('seen', seen) // what was sent, not the form: somebody may have typed on meanwhile
    saved = data.toString()
    said(`Saved at ${new Date().toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}.`)
  } else if (response.status === 409) {
    const { changed_by: who, problem } = await response.json()
    said(who ? `${who} changed this answer in the meantime. Yours is kept too: press the button to see both.` : problem)
  } else if (response.status === 422) {
    said(`Not saved yet: ${(await response.json()).problem}`)
  } else {
    said('Not saved: you may be signed out or offline. Keep this page open and press the button to try again.')
  }
}

let running = Promise.resolve()
function soon () {
  clearTimeout(timer)
  // One save at a time, in order: the next one needs the revision that the last one made.
  timer = setTimeout(() => { running = running.then(save).catch(() => said('Not saved: the connection failed. Your text is still here.')) }, PAUSE)
}

form.addEventListener('input', soon)
form.addEventListener('change', soon)
form.addEventListener('submit', () => { leaving = true; clearTimeout(timer) })
