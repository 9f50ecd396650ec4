import { useEffect, useRef, useState } from 'react';
import { useFile } from '../../api/file';
import { Picture } from '../../parts/picture';

/** A page of a return in small. It is fetched, and its access recorded, once it comes into view. */
export function Thumb({ returnId, page, alt }: { returnId: number; page: number; alt: string }) {
  const place = useRef<HTMLSpanElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setSeen(true);
    });
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);
  const input = { params: { id: returnId, n: page }, query: { size: 'thumb' as const } };
  const { data } = useFile('getReturnPage', input, 'image/png', { once: true, enabled: seen });
  return (
    <span ref={place} className="thumb">
      {data && <Picture blob={data.blob} alt={alt} />}
    </span>
  );
}
