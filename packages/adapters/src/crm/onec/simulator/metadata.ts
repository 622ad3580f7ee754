/** `$metadata` of a simulated base, in the form in which a real UT published its own. */
import type { EntitySet, Field, Schema } from './schema.ts';

const property = ({ name, type, navigation }: Field, owner: string): string => {
  const edm = `<Property Name="${name}" Type="Edm.${type}" Nullable="${name === 'Ref_Key' ? 'false' : 'true'}"/>`;
  if (navigation === undefined) return edm;
  const relation = `StandardODATA.${owner}_${navigation}`;
  return `${edm}\n<NavigationProperty Name="${navigation}" Relationship="${relation}" FromRole="Begin" ToRole="End"/>`;
};

const entity = (name: string, key: readonly string[], body: readonly string[]): string =>
  [
    `<EntityType Name="${name}" OpenType="true">`,
    `<Key>${key.map((one) => `<PropertyRef Name="${one}"/>`).join('')}</Key>`,
    ...body,
    '</EntityType>',
  ].join('\n');

function entityTypes({ name, fields, parts }: EntitySet): string[] {
  const collections = Object.keys(parts).map(
    (part) =>
      `<Property Name="${part}" Type="Collection(StandardODATA.${name}_${part}_RowType)" Nullable="true"/>`,
  );
  const own = entity(name, ['Ref_Key'], [...fields.map((one) => property(one, name)), ...collections]);
  const rows = Object.entries(parts).flatMap(([part, columns]) => {
    const body = columns.map((one) => property(one, `${name}_${part}`));
    const key = '<Property Name="Ref_Key" Type="Edm.Guid" Nullable="false"/>';
    return [
      entity(`${name}_${part}`, ['Ref_Key', 'LineNumber'], [key, ...body]),
      entity(`${name}_${part}_RowType`, ['LineNumber'], body),
    ];
  });
  return [own, ...rows];
}

export function metadataXml(schema: Schema): string {
  const sets = [...schema.values()];
  const actions = sets.flatMap(({ name, actions: own }) =>
    own.map(
      (action) =>
        `<FunctionImport Name="${action}" IsBindable="true" IsSideEffecting="true"><Parameter Name="bindingParameter" Type="StandardODATA.${name}"/></FunctionImport>`,
    ),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0">',
    '<edmx:DataServices xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata" m:DataServiceVersion="3.0" m:MaxDataServiceVersion="3.0">',
    '<Schema xmlns="http://schemas.microsoft.com/ado/2009/11/edm" Namespace="StandardODATA">',
    ...sets.flatMap(entityTypes),
    '<EntityContainer Name="EnterpriseV8" m:IsDefaultEntityContainer="true">',
    ...sets.map(({ name }) => `<EntitySet Name="${name}" EntityType="StandardODATA.${name}"/>`),
    ...actions,
    '</EntityContainer>',
    '</Schema></edmx:DataServices></edmx:Edmx>',
  ].join('\n');
}
