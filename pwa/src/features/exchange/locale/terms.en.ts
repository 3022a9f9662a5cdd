/** Why an imported name could not be placed; codes of the server, looked up at run time. */
export const undecidedReasons = {
  collective: 'A collective label, not one organization',
  no_region: 'No region in the name',
  ambiguous: 'More than one region fits',
  code_differs: 'Region code and name differ',
}
