/** How a leader post is held, in English. */
export const appointmentRoles = { held: 'Held', concurrent: 'Held concurrently', acting: 'Acting', seconded: 'On secondment' }
