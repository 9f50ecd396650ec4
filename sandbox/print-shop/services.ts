import { type Images } from './images';
import { type Press } from './press';
import { type Shop } from './shop';

/** What the print shop's HTTP interface works with. */
export interface ShopServices {
  shop: Shop;
  press: Press;
  images: Images;
  seed: number;
}
