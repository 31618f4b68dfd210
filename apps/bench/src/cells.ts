import { frame } from './driver/frame.ts';
import { type EchoedRpc, echoPath } from './floors/echo-definition.ts';
import type { EchoProcess } from './floors/echo-process.ts';
import { openOrderStatements } from './floors/order-statements.ts';
import { type GrpcTarget, oneAnswer, openGrpcCell } from './measure/grpc-cell.ts';
import type { Cell } from './measure/measure-cell.ts';
import type { BenchShop } from './shop/bench-shop.ts';
import { authenticateUser } from './workloads/authenticate-user.ts';
import { getBookDetails } from './workloads/get-book-details.ts';
import { placeOrder } from './workloads/place-order.ts';
import { searchBooks } from './workloads/search-books.ts';
import type { Workload } from './workloads/workload.ts';

/** All that is measured, each floor before what is held against it. */
export function benchCells(shop: BenchShop, echo: EchoProcess): readonly Cell[] {
  const { bookIds, buyers } = shop;
  return [
    ...besideEcho(shop, echo, 'getBookDetails', getBookDetails(bookIds)),
    ...besideEcho(shop, echo, 'searchBooks', searchBooks()),
    orderStatements(shop),
    rpc(shop, placeOrder(bookIds, buyers), ORDER_STATEMENTS),
    ...besideEcho(shop, echo, 'authenticateUser', authenticateUser(buyers)),
  ];
}

const ORDER_STATEMENTS = 'order by plain pg';

/** The RPC, and before it the floor: a bare server that is sent the RPC's answer and sends it back. */
function besideEcho(shop: BenchShop, echo: EchoProcess, name: EchoedRpc, workload: Workload): Cell[] {
  const floor = `echo of ${workload.name}`;
  const echoCell: Cell = {
    name: floor,
    programs: () => ({ echo: echo.pid }),
    open: async (inFlight) => {
      const answer = await oneAnswer(targetOf(shop, workload));
      const framed = frame(answer);
      const check = ({ length }: Buffer) => {
        if (length !== answer.length) throw new Error('the echo is another');
      };
      return openGrpcCell({ address: echo.address, path: echoPath(name), next: () => ({ framed }), check }, inFlight);
    },
  };
  return [echoCell, rpc(shop, workload, floor)];
}

function rpc(shop: BenchShop, workload: Workload, floor: string): Cell {
  return {
    name: workload.name,
    floor,
    programs: () => shop.mesh.pids(),
    open: (inFlight) => openGrpcCell(targetOf(shop, workload), inFlight),
  };
}

function orderStatements({ mesh, bookIds }: BenchShop): Cell {
  return {
    name: ORDER_STATEMENTS,
    programs: () => {
      const { postgres } = mesh.pids();
      return postgres === undefined ? {} : { postgres };
    },
    open: (inFlight) => openOrderStatements(mesh.databaseUrl('orders'), bookIds.length, inFlight),
  };
}

function targetOf({ mesh }: BenchShop, workload: Workload): GrpcTarget {
  return {
    address: mesh.addresses[workload.service],
    path: workload.path,
    next: () => workload.next(),
    check: (answer) => workload.check(answer),
  };
}
