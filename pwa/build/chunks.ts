/**
 * Which file of the build a module goes into. On a slow network each request costs more than its bytes, and what is
 * packed together packs better: what the first screen needs is one file, what later pages share is a second one, and
 * each feature has one for its pages of the phone and one for those of the desk.
 */
interface ModuleFacts {
  readonly isEntry: boolean
  readonly importers: readonly string[]
  readonly dynamicImporters: readonly string[]
}
interface Graph {
  getModuleInfo(id: string): ModuleFacts | null
}
/** The name of the file for a module, null where it has no say. */
type Naming = (id: string, graph: Graph) => string | null

/** What `shared/live.ts` brings after the first paint, in one file. */
const LIVE = /node_modules[\\/](?:socket\.io|engine\.io|@socket\.io|debug|ms|idb)|shared[\\/]live\.ts|offline[\\/]queueStore/
/** Reached by the dynamic import of their language alone, so they are a file of their own without being told. */
const MESSAGES = /locales?[\\/][\w.-]+\.ts$/
/** Opened by few pages, and large: never part of what other pages share. */
const PDF = /node_modules[\\/]pdfjs-dist|learn[\\/](?:components[\\/]Pdf(?:Page|Viewer)\.vue|pdf\.ts)/
const SHARED = /src[\\/]shared[\\/]|node_modules/
const FEATURE = /features[\\/](\w+)[\\/]/
/** Pages opened at a desk, by those whose work it is: fetched on first use and kept from then on, so that every phone need not. */
const DESK_ROUTES = /[\\/]deskRoutes\.ts$/

/**
 * The first that names a module has it, together with what it imports and none before has: so what a phone needs never
 * lies in a file of the desk.
 */
const NAMINGS: Readonly<Record<string, Naming>> = {
  app: (id, graph) => (isNeededAtStart(id, graph) ? 'app' : null),
  live: (id) => (LIVE.test(id) ? 'live' : null),
  later: (id) => (SHARED.test(id) && !PDF.test(id) && !MESSAGES.test(id) ? 'later' : null),
  phone: (id, graph) => (PDF.test(id) || isOfDeskAlone(id, graph) ? null : featureOf(id)),
  pdf: (id) => (PDF.test(id) ? 'pdf' : null),
  desk: (id) => {
    const feature = featureOf(id)
    return feature === null ? null : `desk/${feature}`
  },
}

export const chunkGroups = Object.entries(NAMINGS).map(([debugName, name], index, all) => ({ debugName, name, priority: all.length - index }))

function featureOf(id: string): string | null {
  return MESSAGES.test(id) ? null : (FEATURE.exec(id)?.[1] ?? null)
}

/** Whether the page's own script reaches the module without a dynamic import. */
function isNeededAtStart(id: string, graph: Graph, seen: Set<string> = new Set()): boolean {
  if (seen.has(id)) return false
  seen.add(id)
  const facts = graph.getModuleInfo(id)
  if (facts === null) return false
  return facts.isEntry || facts.importers.some((importer) => isNeededAtStart(importer, graph, seen))
}

/** Whether every way to the module leads over the routes of a desk. */
function isOfDeskAlone(id: string, graph: Graph, seen: Set<string> = new Set()): boolean {
  if (seen.has(id) || DESK_ROUTES.test(id)) return true
  seen.add(id)
  const facts = graph.getModuleInfo(id)
  if (facts === null || facts.isEntry) return false
  return [...facts.importers, ...facts.dynamicImporters].every((importer) => isOfDeskAlone(importer, graph, seen))
}
