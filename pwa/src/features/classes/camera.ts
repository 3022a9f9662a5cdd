/** Reads QR codes from the camera. Pictures stay on the device: a frame is decoded and forgotten. */
import { onScopeDispose, readonly, shallowRef, type Ref, type ShallowRef } from 'vue'

export type CameraState = 'off' | 'starting' | 'looking' | 'refused' | 'missing'

interface Detector {
  detect: (source: CanvasImageSource) => Promise<readonly { readonly rawValue: string }[]>
}
/** The Barcode Detection API, which the compiler's library does not know and only some browsers have. */
interface DetectorClass {
  new (options: { readonly formats: readonly string[] }): Detector
  getSupportedFormats: () => Promise<readonly string[]>
}
type Reader = (video: HTMLVideoElement) => Promise<string | null>

/** Between two looks, in milliseconds: often enough for a hand, seldom enough for a battery. */
const PAUSE_MS = 180
/** The longer side of what is decoded; more costs time and finds nothing more. */
const LONGEST_SIDE = 720

export interface QrCamera {
  readonly state: Readonly<ShallowRef<CameraState>>
  start: () => Promise<void>
  stop: () => void
}

/** Calls `found` with each text that is read, until stopped. The camera is let go of with the page. */
export function useQrCamera(video: Readonly<Ref<HTMLVideoElement | null>>, found: (text: string) => void): QrCamera {
  const state = shallowRef<CameraState>('off')
  let stream: MediaStream | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  async function start(): Promise<void> {
    if (state.value === 'starting' || state.value === 'looking') return
    // Without HTTPS a browser has no camera to offer.
    if (!('mediaDevices' in navigator)) {
      state.value = 'missing'
      return
    }
    state.value = 'starting'
    try {
      const opened = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false })
      const element = video.value
      if (element === null || !wanted()) {
        release(opened)
        return
      }
      stream = opened
      element.srcObject = opened
      await element.play()
      state.value = 'looking'
      look(element, await reader())
    } catch (error) {
      stop()
      state.value = error instanceof DOMException && error.name === 'NotAllowedError' ? 'refused' : 'missing'
    }
  }

  function look(element: HTMLVideoElement, read: Reader): void {
    timer = setTimeout(async () => {
      if (state.value !== 'looking') return
      const text = await read(element).catch(() => null)
      if (text !== null) found(text)
      if (wanted()) look(element, read)
    }, PAUSE_MS)
  }

  function stop(): void {
    clearTimeout(timer)
    if (stream !== null) release(stream)
    stream = null
    state.value = 'off'
  }

  /** Asked after a wait, during which it may have been stopped. */
  function wanted(): boolean {
    return state.value === 'starting' || state.value === 'looking'
  }

  onScopeDispose(stop)
  return { state: readonly(state), start, stop }
}

function release(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop()
}

/** The browser's own reader where it reads QR codes, ours elsewhere. */
async function reader(): Promise<Reader> {
  return (await ownReader()) ?? (await decodingReader())
}

async function ownReader(): Promise<Reader | null> {
  const Own = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector
  if (Own === undefined) return null
  const formats = await Own.getSupportedFormats().catch((): string[] => [])
  if (!formats.includes('qr_code')) return null
  const detector = new Own({ formats: ['qr_code'] })
  return async (video) => (await detector.detect(video))[0]?.rawValue ?? null
}

async function decodingReader(): Promise<Reader> {
  const { default: decodeQR } = await import('qr/decode.js')
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d', { willReadFrequently: true })
  return (video) => {
    const scale = Math.min(1, LONGEST_SIDE / Math.max(video.videoWidth, video.videoHeight, 1))
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    if (context === null || canvas.width === 0 || canvas.height === 0) return Promise.resolve(null)
    context.drawImage(video, 0, 0, canvas.width, canvas.height)
    try {
      return Promise.resolve(decodeQR(context.getImageData(0, 0, canvas.width, canvas.height)))
    } catch {
      // No code in this frame.
      return Promise.resolve(null)
    }
  }
}
