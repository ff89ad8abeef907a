// Shows how far an upload is. Without this script the form is sent as any other.
const main = document.getElementById('maincontent')

const say = (status, words) => { status.querySelector('p').textContent = words }

// One status for each form, also when it is sent again.
function showProgress(form) {
  let status = form.querySelector('[role=status]')
  if (!status) {
    status = document.createElement('div')
    const bar = document.createElement('progress')
    status.setAttribute('role', 'status')
    bar.setAttribute('aria-label', 'Upload')
    bar.max = 100
    status.append(document.createElement('p'), bar)
    form.append(status)
  }
  status.querySelector('progress').value = 0
  say(status, 'Uploading…')
  return status
}

// Put the answer's content in place of ours, with the file that was chosen still chosen.
function showAnswer(text) {
  const page = new DOMParser().parseFromString(text, 'text/html')
  const content = page.getElementById('maincontent')
  const chosen = main.querySelector('input[type=file]')
  const fresh = content.querySelector('input[type=file]')
  if (chosen && fresh) {
    chosen.setAttribute('aria-describedby', fresh.getAttribute('aria-describedby') ?? '')
    fresh.replaceWith(chosen)
  }
  main.replaceChildren(...content.childNodes)
  document.title = page.title
  document.getElementById('form')?.addEventListener('submit', send)
  const told = main.querySelector('.nhsuk-error-summary') ?? main
  told.setAttribute('tabindex', '-1')
  told.focus()
}

function send(event) {
  const form = event.currentTarget
  if (!form.querySelector('input[type=file]')?.files.length) return
  event.preventDefault()
  if (form.dataset.sending) return
  form.dataset.sending = 'yes'
  const status = showProgress(form)
  const request = new XMLHttpRequest()
  request.open('POST', window.location.href)
  request.setRequestHeader('X-Requested-With', 'XMLHttpRequest')
  request.upload.addEventListener('progress', ({ lengthComputable, loaded, total }) => {
    if (!lengthComputable) return
    status.querySelector('progress').value = Math.round((100 * loaded) / total)
    if (loaded === total) say(status, 'Uploaded. The file is being checked…')
  })
  request.addEventListener('load', () => {
    if (request.getResponseHeader('Content-Type')?.startsWith('application/json')) {
      window.location.assign(JSON.parse(request.responseText).address)
    } else if (request.responseURL === window.location.href.split('#')[0]) {
      showAnswer(request.responseText)
    } else {
      window.location.assign(request.responseURL) // for example to sign in again
    }
  })
  request.addEventListener('error', () => {
    delete form.dataset.sending
    status.querySelector('progress').value = 0
    say(status, 'The upload was interrupted. Check your connection and press the button again.')
  })
  request.send(new FormData(form))
}

document.getElementById('form')?.addEventListener('submit', send)
