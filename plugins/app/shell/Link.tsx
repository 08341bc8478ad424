import { locationUtil } from '@grafana/data';
import { locationService } from '@grafana/runtime';
import React from 'react';

type Props = Omit<React.AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & {
  /** An address of `contract/app-links.ts` or of a dashboard, without Grafana's sub-path. */
  to: string;
};

/** Goes somewhere without loading the page anew; a real link all the same (new tab, copy, keyboard). */
export const Link = React.forwardRef<HTMLAnchorElement, Props>(function Link({ to, onClick, ...rest }, ref) {
  const follow = (event: React.MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!event.defaultPrevented && plain && (rest.target === undefined || rest.target === '_self')) {
      event.preventDefault();
      locationService.push(to);
    }
  };
  return <a ref={ref} href={locationUtil.assureBaseUrl(to)} onClick={follow} {...rest} />;
});
