/** PDF files, drawn by PDF.js in a worker of the app's own origin. */
import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import workerAddress from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?worker&url'

export type PdfDocument = PDFDocumentProxy

/** More dots than a screen shows only cost memory, of which phones have little. */
const MOST_DENSITY = 2
const MOST_PIXELS = 4096

let worker: Worker | null = null

/** Fetches what reading takes, so that it is on the device when there is no network. */
export async function preparePdf(): Promise<void> {
  await fetch(workerAddress)
}

/** Rejects when the file or the worker cannot be fetched, or it is no PDF. */
export function openPdf(address: string): Promise<PdfDocument> {
  return new Promise((resolve, reject) => {
    const mine = (worker ??= new Worker(workerAddress, { type: 'module' }))
    mine.addEventListener('error', () => {
      worker = null
      reject(new Error('the worker could not start'))
    }, { once: true })
    GlobalWorkerOptions.workerPort = mine
    getDocument({ url: address, enableXfa: false, useWasm: false }).promise.then(resolve, reject)
  })
}

/** Draws a page `width` CSS pixels wide; `text` are its words. */
export function drawPage(source: PdfDocument, number: number, canvas: HTMLCanvasElement, width: number): { readonly text: Promise<string>; readonly stop: () => void } {
  let stopped = false
  let cancel = (): void => undefined
  const text = source.getPage(number).then(async (page) => {
    if (stopped) return ''
    const plain = page.getViewport({ scale: 1 })
    const density = Math.min(window.devicePixelRatio, MOST_DENSITY, MOST_PIXELS / width)
    const viewport = page.getViewport({ scale: (width / plain.width) * density })
    canvas.width = Math.floor(viewport.width)
    canvas.height = Math.floor(viewport.height)
    canvas.style.width = `${String(width)}px`
    canvas.style.height = `${String((width * plain.height) / plain.width)}px`
    const task = page.render({ canvas, viewport })
    cancel = () => { task.cancel() }
    await task.promise
    const content = await page.getTextContent()
    return content.items.map((item) => ('str' in item ? item.str : '')).join(' ')
  })
  const stop = (): void => {
    stopped = true
    cancel()
  }
  return { text, stop }
}
