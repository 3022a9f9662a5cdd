/**
 * Which file of the build a module goes into. On a slow network each request costs more than its bytes, so
 * what the first screen needs is one file, and what later pages share is a second one.
 */
interface ModuleFacts {
  readonly isEntry: boolean
  readonly importers: readonly string[]
}
interface Graph {
  getModuleInfo(id: string): ModuleFacts | null
}

const SOCKET = /node_modules[\\/](?:socket\.io|engine\.io|@socket\.io|debug|ms)/
const ENGLISH = /locales?[\\/](?:\w+\.)?en\.ts$/
const SHARED = /src[\\/]shared[\\/]|node_modules/

/** The name of a module's file, null where each page keeps its own. */
export function chunkName(id: string, graph: Graph): string | null {
  if (SOCKET.test(id)) return 'socket'
  // Reached by one dynamic import alone, so it is a file of its own without being told.
  if (ENGLISH.test(id)) return null
  if (isNeededAtStart(id, graph)) return 'app'
  return SHARED.test(id) ? 'later' : null
}

/** Whether the page's own script reaches the module without a dynamic import. */
function isNeededAtStart(id: string, graph: Graph, seen: Set<string> = new Set()): boolean {
  if (seen.has(id)) return false
  seen.add(id)
  const facts = graph.getModuleInfo(id)
  if (facts === null) return false
  return facts.isEntry || facts.importers.some((importer) => isNeededAtStart(importer, graph, seen))
}
