// Before anything is painted: say that script runs, so that the design system's styles for it apply.
document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('nhsuk-frontend-supported')
