/**
 * The network as a picture: hosts with their addresses, their ports, and the links between them. What
 * it shows is said in words beside it, because nobody can walk a picture with a screen reader.
 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Cabling, Station } from './cabling.ts';
import { type HostMark, markOf } from './hosts.ts';
import {
  type DrawnCable,
  type DrawnPort,
  type DrawnStation,
  PORT_COLUMN,
  type Point,
  type Row,
  SIZES,
  topologyOf,
} from './topology.ts';
import type { Words } from './words.ts';

type TopologyDrawingProps = { cabling: Cabling; hosts: readonly HostMark[]; words: Words };

/** Lengths of topology.ts are pixels at this root font; in rem the picture grows with the reader's text. */
const ROOT = 16;

export function TopologyDrawing({ cabling, hosts, words }: TopologyDrawingProps) {
  const { place, width } = useWidth();
  const picture = topologyOf(cabling, width);
  const cableOf = (link: string) => cabling.cables.find(({ name }) => name === link);
  return (
    <div class="lab-topology" ref={place}>
      <TopologyList cabling={cabling} words={words} />
      <svg
        aria-hidden="true"
        data-form={picture.form}
        viewBox={`0 0 ${picture.width} ${picture.height}`}
        style={`inline-size: ${picture.width / ROOT}rem; block-size: ${picture.height / ROOT}rem`}
      >
        {picture.stations.map(one => (
          <g key={one.station.name} style={markOf(hosts, one.station.name).style}>
            {one.ports.map(port => (
              <Stub key={port.port.name} {...port} isCut={cableOf(port.port.link)?.cut ?? false} />
            ))}
          </g>
        ))}
        {picture.cables.map(cable => (
          <Line
            key={cable.name}
            drawn={cable}
            isCut={cableOf(cable.name)?.cut ?? false}
            isSwitch={(cableOf(cable.name)?.ends.length ?? 0) > 2}
            isUpwards={picture.form === 'column'}
            words={words}
          />
        ))}
        {picture.stations.map(one => (
          <HostBox
            key={one.station.name}
            drawn={one}
            hasTags={picture.form === 'row'}
            mark={markOf(hosts, one.station.name)}
            words={words}
          />
        ))}
      </svg>
    </div>
  );
}

/** The picture in words: each host with its ports, each link with its ends. */
function TopologyList({ cabling, words }: Pick<TopologyDrawingProps, 'cabling' | 'words'>) {
  const portText = ({ name, link, addresses, trouble }: Station['ports'][number]) => {
    const shown = addresses.join(', ') || words.say('lab.network.no-address');
    const text = words.say('lab.network.port', { name, link, addresses: shown });
    return trouble === null ? text : `${text} (${troubleText(trouble, words)})`;
  };
  return (
    <ul class="lab-unseen" aria-label={words.say('lab.network.topology')}>
      {cabling.stations.map(station => (
        <li key={station.name}>
          {[station.name, routerText(station, words)].filter(Boolean).join(', ')}
          {': '}
          {station.ports.map(portText).join('; ') || words.say('lab.network.loopback-only')}
        </li>
      ))}
      {cabling.cables.map(({ name, ends, cut }) => (
        <li key={name}>
          {words.say('lab.network.link', { link: name, hosts: ends.join(', ') })}
          {cut && ` (${words.say('lab.network.cut')})`}
        </li>
      ))}
    </ul>
  );
}

const troubleText = (trouble: 'down' | 'cut', words: Words) =>
  words.say(trouble === 'down' ? 'lab.network.down' : 'lab.network.cut');

const routerText = ({ isBetween, forwards }: Station, words: Words): string | undefined => {
  if (forwards) return words.say('lab.network.forwards');
  return isBetween ? words.say('lab.network.forwards-not') : undefined;
};

type HostBoxProps = { drawn: DrawnStation; hasTags: boolean; mark: HostMark; words: Words };

function HostBox({ drawn, hasTags, mark, words }: HostBoxProps) {
  const { box, station, name, rows, ports } = drawn;
  return (
    <g style={mark.style}>
      <rect class="lab-host-box" x={box.x} y={box.y} width={box.width} height={box.height} rx="4" />
      <rect class="lab-host-band" x={box.x} y={box.y} width={box.width} height="3" rx="1.5" />
      <text class="lab-topology-name" x={name.x} y={name.y}>
        {station.name}
      </text>
      {(station.isBetween || station.forwards) && (
        <RouterMark at={{ x: box.x + box.width - 20, y: box.y + 13 }} isOn={station.forwards} />
      )}
      {rows.map(row => (
        <HostLine key={`${row.port?.name} ${row.says} ${row.address}`} row={row} words={words} />
      ))}
      {ports.map(({ port, from }) => (
        <g key={port.name}>
          <rect
            class="lab-port"
            data-works={port.trouble === null}
            x={from.x - 4}
            y={hasTags ? from.y - 6 : from.y - 4}
            width="8"
            height="8"
          />
          {hasTags && ports.length > 1 && (
            <text class="lab-topology-tag" x={from.x} y={from.y - SIZES.tag + 5} text-anchor="middle">
              {port.name}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

/** An address behind the name of its port; the words for what is wrong with it stand in the next line. */
function HostLine({ row: { port, address, says, at }, words }: { row: Row; words: Words }) {
  const isFresh = address !== null && port?.fresh.includes(address);
  const missing = port ? 'lab.network.no-address' : 'lab.network.loopback-only';
  return (
    <text class="lab-topology-row" x={at.x} y={at.y}>
      {says === 'address' && port && <tspan class="lab-topology-port">{port.name}</tspan>}
      {says === 'trouble' && port?.trouble ? (
        <tspan class="lab-topology-trouble" x={at.x + PORT_COLUMN}>
          {troubleText(port.trouble, words)}
        </tspan>
      ) : (
        <tspan class="lab-topology-address" data-fresh={isFresh} x={at.x + (port ? PORT_COLUMN : 0)}>
          {address ?? words.say(missing)}
        </tspan>
      )}
    </text>
  );
}

/** Two arrows that pass each other: packets go through. Struck out where they do not. */
const RouterMark = ({ at: { x, y }, isOn }: { at: Point; isOn: boolean }) => (
  <g class="lab-router" data-on={isOn} transform={`translate(${x} ${y})`}>
    <path d="M-8-3H7M3-6.5L7-3L3 .5M8 4H-7M-3 .5L-7 4L-3 7.5" />
    {!isOn && <path class="lab-router-off" d="M-8 9L8-8" />}
  </g>
);

/** From a port to its link. What does not work is struck out; the word for it stands in the box. */
const Stub = ({ port: { trouble }, from, to, isCut }: DrawnPort & { isCut: boolean }) => (
  <g class="lab-cable" data-works={trouble === null && !isCut}>
    <line x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
    {trouble === null ? (
      <circle cx={to.x} cy={to.y} r="3" />
    ) : (
      <Cross at={from.y === to.y ? { x: from.x - 11, y: from.y } : { x: from.x, y: from.y + 11 }} />
    )}
  </g>
);

type LineProps = { drawn: DrawnCable; isCut: boolean; isSwitch: boolean; isUpwards: boolean; words: Words };

function Line({ drawn, isCut, isSwitch, isUpwards, words }: LineProps) {
  const { from, to, middle, label, name } = drawn;
  const at = { x: label.x + label.width / 2, y: label.y + label.height / 2 };
  return (
    <g class="lab-cable" data-works={!isCut} data-switch={isSwitch}>
      <line x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
      {isCut && <Cross at={middle} />}
      <text
        class="lab-topology-link"
        x={at.x}
        y={at.y}
        text-anchor="middle"
        dominant-baseline="central"
        transform={isUpwards ? `rotate(-90 ${at.x} ${at.y})` : undefined}
      >
        {isCut ? `${name}: ${words.say('lab.network.cut')}` : name}
      </text>
    </g>
  );
}

const Cross = ({ at: { x, y } }: { at: Point }) => (
  <path class="lab-cross" d={`M${x - 5} ${y - 5}l10 10m0-10l-10 10`} />
);

/** Width of the place in topology.ts's pixels; unlimited before it is known. */
function useWidth() {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(Infinity);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = () => {
      const root = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      setWidth((element.clientWidth * ROOT) / root);
    };
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    measure();
    return () => sizes.disconnect();
  }, []);
  return { place, width };
}
