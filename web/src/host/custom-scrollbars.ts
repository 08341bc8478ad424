// The package is CommonJS that sets its default export by hand; bundlers disagree on what `import X from` then means.
import { Scrollbars } from 'react-custom-scrollbars-2/lib/index.js';

export { Scrollbars };
export default Scrollbars;
