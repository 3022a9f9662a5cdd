/** How a leader post is held, in Chinese. */
export const appointmentRoles = { held: '任职', concurrent: '兼任', acting: '主持工作', seconded: '挂职' }
