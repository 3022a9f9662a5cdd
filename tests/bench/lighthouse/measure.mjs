/**
 * Opens pages as Lighthouse's slow phone does and prints what it found, one JSON object a line:
 *
 *   node measure.mjs --chrome /usr/bin/chromium [--signed-in user:password] [--runs 3] http://localhost:8000/sign-in …
 *
 * Times are the median of the runs; bytes and requests are those of the first.
 */
import { parseArgs } from 'node:util'

import * as chromeLauncher from 'chrome-launcher'
import lighthouse from 'lighthouse'
import puppeteer from 'puppeteer-core'

const { values, positionals: addresses } = parseArgs({
  allowPositionals: true,
  options: {
    chrome: { type: 'string' },
    'signed-in': { type: 'string' },
    runs: { type: 'string', default: '3' },
  },
})
const CATEGORIES = ['performance', 'accessibility', 'best-practices']

const chrome = await chromeLauncher.launch({
  chromePath: values.chrome,
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage', '--lang=zh-CN'],
})
try {
  for (const address of addresses) {
    const results = []
    for (let run = 0; run < Number(values.runs); run += 1) results.push(await audit(address))
    console.log(JSON.stringify(summary(address, results)))
  }
} finally {
  await chrome.kill()
}

async function audit(address) {
  const browser = await puppeteer.connect({ browserURL: `http://localhost:${chrome.port}`, defaultViewport: null })
  const page = await browser.newPage()
  if (values['signed-in'] !== undefined) await signIn(page, address, values['signed-in'])
  const options = { port: chrome.port, onlyCategories: CATEGORIES, logLevel: 'error' }
  const result = await lighthouse(address, options, undefined, page)
  await page.close()
  await browser.disconnect()
  if (result === undefined || result.lhr.runtimeError !== undefined) throw new Error(result?.lhr.runtimeError?.message ?? 'no result')
  return result.lhr
}

/** Signs in from a file of the app that loads nothing else, and leaves the mark by which the app asks who it is. */
async function signIn(page, address, person) {
  const [username, password] = person.split(':')
  await page.goto(new URL('/manifest.webmanifest', address).href)
  const status = await page.evaluate(async (body) => {
    const headers = { 'Content-Type': 'application/json', 'X-Requested-With': 'zhangbian' }
    const answer = await fetch('/api/v1/session', { method: 'POST', headers, body: JSON.stringify(body) })
    localStorage.setItem('zb.signed-in', '1')
    return answer.status
  }, { username, password })
  if (status !== 200) throw new Error(`signing in was answered with ${status}`)
}

function summary(address, results) {
  const [first] = results
  const requests = first.audits['network-requests'].details.items
  const sent = (types) => requests.filter((request) => types.includes(request.resourceType)).reduce((total, request) => total + request.transferSize, 0)
  return {
    address,
    shown: first.finalDisplayedUrl,
    ...Object.fromEntries(CATEGORIES.map((category) => [category, median(results.map((result) => Math.round(result.categories[category].score * 100)))])),
    lcp_ms: Math.round(median(results.map((result) => result.audits['largest-contentful-paint'].numericValue))),
    cls: Number(median(results.map((result) => result.audits['cumulative-layout-shift'].numericValue)).toFixed(3)),
    requests: requests.length,
    js_css_bytes: sent(['Script', 'Stylesheet']),
    all_bytes: sent([...new Set(requests.map((request) => request.resourceType))]),
    failed: Object.values(first.audits)
      .filter((found) => found.score !== null && found.score < 1 && ['binary', 'metricSavings'].includes(found.scoreDisplayMode))
      .map((found) => found.id),
  }
}

function median(numbers) {
  const sorted = [...numbers].sort((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)]
}
