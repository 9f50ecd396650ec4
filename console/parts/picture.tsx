import { useEffect, useState } from 'react';

/** A picture that was fetched once; it exists in the memory of the page only. */
export function Picture({ blob, alt, className }: { blob: Blob; alt: string; className?: string }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return url === undefined ? null : <img className={className} src={url} alt={alt} />;
}
