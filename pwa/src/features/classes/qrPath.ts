/** A QR code as the outline of an SVG: drawn by the template, so that no markup is ever inserted. */
import encodeQR from 'qr'

/** ISO/IEC 18004 asks for four light modules around the symbol. */
const BORDER = 4

/** Dark modules, row by row, the light border included. */
export function modulesOf(text: string): boolean[][] {
  return encodeQR(text, 'raw', { ecc: 'medium', border: BORDER })
}

/** The path of all dark modules, one unit each. */
export function pathOf(modules: readonly (readonly boolean[])[]): string {
  return modules.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('')
}
