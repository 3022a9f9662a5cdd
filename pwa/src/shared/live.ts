/** What follows the first paint of whoever is signed in, in one request: the socket's library, and where commands wait. */
export { QueueStore } from './offline/queueStore'
export { io } from 'socket.io-client'
