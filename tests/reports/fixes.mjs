// A fix is written twice: in JSON by bytes, in SARIF by lines and UTF-16 columns. Both have to lead
// to the same text.

// `edits` as {begin, end, text}, offsets into `text`.
const applied = (text, edits) => [...edits].sort((a, b) => b.begin - a.begin).reduce(
    (rest, {begin, end, text: inserted}) => rest.slice(0, begin) + inserted + rest.slice(end), text);

// Latin-1 keeps one character a byte, so that offsets in bytes are offsets in the string.
function byBytes(source, fix) {
  const edits = fix.edits.map(
      ({begin, end, text}) => ({begin, end, text: Buffer.from(text, 'utf8').toString('latin1')}));
  return Buffer.from(applied(source.toString('latin1'), edits), 'latin1').toString('utf8');
}

function byColumns(source, fix) {
  const text = source.toString('utf8');
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const bom = text.startsWith('\ufeff') ? 1 : 0;  // SARIF's columns do not count it
  const offset = (line, column) => starts[line - 1] + column - 1 + (line === 1 ? bom : 0);
  const edits = fix.artifactChanges.flatMap((change) => change.replacements).map((replacement) => {
    const region = replacement.deletedRegion;
    const endLine = region.endLine ?? region.startLine;
    return {begin: offset(region.startLine, region.startColumn ?? 1), end: offset(endLine, region.endColumn),
            text: replacement.insertedContent?.text ?? ''};
  });
  return applied(text, edits);
}

export function fixProblems(json, sarif, source) {
  const text = source.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(source)) return [];  // bytes that SARIF cannot speak of
  const all = (findings) => findings.flatMap((finding) => finding.fixes ?? []);
  const ours = all(json.findings);
  const theirs = all(sarif.runs[0].results);
  if (ours.length !== theirs.length) return ['JSON and SARIF do not have the same fixes'];
  return ours.flatMap((fix, index) => byBytes(source, fix) === byColumns(source, theirs[index]) ?
      [] : [`the fix \u201c${fix.title}\u201d is another one in SARIF`]);
}
