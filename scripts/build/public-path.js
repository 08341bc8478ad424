// First import of the app's entry: chunks are looked up beside the module.js that was loaded, wherever it was served from.
import amdModule from 'amd-module';

/* global __webpack_public_path__:writable */
if (amdModule && amdModule.uri) {
  __webpack_public_path__ = amdModule.uri.slice(0, amdModule.uri.lastIndexOf('/') + 1);
}
