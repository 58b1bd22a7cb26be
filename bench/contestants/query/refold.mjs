import { ItemMoved, leftInCategory } from '../../workload/shop.mjs';
import { openShop } from '../dispatch/refold.mjs';
import { askAfterChange } from './changes.mjs';

export const measure = askAfterChange(async (entities) => {
  const store = await openShop(entities);
  return {
    move: (data) => store.append(ItemMoved(data)),
    ask: () => store.get(leftInCategory(0)),
  };
});
