/**
 * The service worker: a program of its own, without the DOM. It keeps the app's own files so that the
 * app opens without a network, plays what was downloaded of courses, and shows push messages. It never stores
 * an answer of the API.
 */
import { onActivate } from './activate'
import { onFetch } from './fetch'
import { onInstall } from './install'
import { onMessage } from './message'
import { onNotificationClick } from './notificationclick'
import { onPush } from './push'

declare const self: ServiceWorkerGlobalScope

self.addEventListener('install', onInstall)
self.addEventListener('activate', onActivate)
self.addEventListener('fetch', onFetch)
self.addEventListener('message', onMessage)
self.addEventListener('push', onPush)
self.addEventListener('notificationclick', onNotificationClick)
