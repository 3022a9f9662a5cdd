/**
 * Opens pages as Lighthouse's slow phone does and prints what it found, one JSON object a line:
 *
 *   node measure.mjs --chrome /usr/bin/chromium [--cookie name=value] [--runs 3] http://localhost:8000/sign-in …
 *
 * Times are the median of the runs; bytes and requests are those of the first.
 */
import { parseArgs } from 'node:util'

import * as chromeLauncher from 'chrome-launcher'
import lighthouse from 'lighthouse'

const { values, positionals: addresses } = parseArgs({
  allowPositionals: true,
  options: { chrome: { type: 'string' }, cookie: { type: 'string' }, runs: { type: 'string', default: '3' } },
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
  const extraHeaders = values.cookie === undefined ? undefined : { Cookie: values.cookie }
  const result = await lighthouse(address, { port: chrome.port, onlyCategories: CATEGORIES, extraHeaders, logLevel: 'error' })
  if (result === undefined || result.lhr.runtimeError !== undefined) throw new Error(result?.lhr.runtimeError?.message ?? 'no result')
  return result.lhr
}

function summary(address, results) {
  const [first] = results
  const requests = first.audits['network-requests'].details.items
  const sent = (types) => requests.filter((request) => types.includes(request.resourceType)).reduce((total, request) => total + request.transferSize, 0)
  return {
    address,
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
