// Everything that the function app needs on Azure, for one growth stage: docs/deploy.md.
targetScope = 'subscription'

import { modelDeployment, region, secretName, sharedSettings } from './types.bicep'

@description('Name of the azd environment; part of the names of all resources.')
@maxLength(32)
param environmentName string

@description('Growth stage: for how many tasks a day, in order of magnitude.')
@allowed([100, 1000, 10000])
param stage int

@description('Where the function app runs.')
@allowed(['flexConsumption', 'containerApps'])
param hosting string

@description('First region, such as westeurope.')
param location string

@description('Further regions, at stage 10000 only: at least one there. The order is part of task ids, so append and never reorder or remove.')
param moreLocations string[] = []

@description('Regions whose app runs elsewhere since the place itself is away: name of the region to place, such as { westeurope: \'francecentral\' }. Name, number, storage and queues stay: docs/deploy.md.')
param movedRegions object = {}

@description('Who is told of alerts and of the budget.')
param alertEmail string

@description('What Azure may cost a month before a mail is sent, in the currency of the subscription.')
@minValue(1)
param monthlyBudget int

@description('What the model calls of a day may cost before a mail is sent, US dollars.')
@minValue(1)
param dailyModelSpendUsd int

@description('How long a task may wait before a mail is sent, seconds.')
@minValue(60)
param oldestAgeSeconds int = 900

@description('Share of tasks that may end without success before a mail is sent.')
@minValue(1)
@maxValue(100)
param errorPercent int = 5

@description('Instances that are always there, a region. Default by stage: stages.json.')
@minValue(0)
param minInstances int?

@description('Most instances, a region. Default by stage: stages.json. On Flex Consumption 40 to 1000.')
@minValue(1)
@maxValue(1000)
param maxInstances int?

@description('X: waiting messages of one queue for each instance before there is another. Container Apps only.')
@minValue(1)
param queueDepthPerInstance int?

@description('Y: minutes without work before the last instance goes. Container Apps only.')
@minValue(1)
@maxValue(60)
param idleMinutes int?

@description('Models to deploy in an AI account of its own; empty for none.')
param models modelDeployment[] = []

@description('Settings that hold keys of other providers: the names that apiKeySetting of models.json gives. Empty for no key vault.')
param modelKeySettings string[] = []

@description('How callers say who they are: docs/access.md. With Keys the operator\'s key, by which the first API keys are made, is made once and kept in the key vault.')
param accessMode 'HostKey' | 'Keys' = 'HostKey'

@description('What the operator\'s key is made of. Give none: it is random, and a key that is there stays.')
@secure()
param operatorKeySeed string = newGuid()

@description('Image of the app, Container Apps only; azd sets it when it has built one.')
param containerImage string = ''

@description('After how many days an unrenewed answer leaves the result cache.')
@minValue(1)
param resultsKeptForDays int = 30

@description('First day of the budget: the first of the current month.')
param budgetStart string = utcNow('yyyy-MM-01')

// What the types cannot say. All that is wrong is told at once, each by the name of its parameter.
var isFlex = hosting == 'flexConsumption'
var given = map(concat([location], moreLocations), l => toLower(replace(l, ' ', '')))
var knobs = loadJsonContent('stages.json')[string(stage)]
var least = minInstances ?? (isFlex ? knobs.flexConsumption.minInstances : knobs.?containerApps.minInstances ?? 0)
var most = maxInstances ?? (isFlex ? knobs.flexConsumption.maxInstances : knobs.?containerApps.maxInstances ?? 1)
var problems = filter(
  [
    empty(environmentName) ? 'environmentName: give the environment a name.' : ''
    empty(location) ? 'location: name a region, such as westeurope.' : ''
    stage == 10000 && empty(moreLocations) ? 'moreLocations: stage 10000 runs in two regions or more; name at least one beside location.' : ''
    stage != 10000 && !empty(moreLocations) ? 'moreLocations: only stage 10000 runs in several regions; leave it empty, or set stage to 10000.' : ''
    empty(filter(items(movedRegions), m => !contains(given, m.key))) ? '' : 'movedRegions: names a region that is not among ${join(given, ', ')}.'
    length(given) != length(union(given, given)) ? 'moreLocations: a region is listed twice: ${join(given, ', ')}.' : ''
    !isFlex && stage == 100 ? 'hosting: containerApps is for stages 1000 and 10000; at stage 100 use flexConsumption, which costs nothing while nothing runs.' : ''
    contains(alertEmail, '@') ? '' : 'alertEmail: \'${alertEmail}\' is no e-mail address; give the one that alerts go to.'
    least > most ? 'minInstances: ${least} is more than maxInstances, ${most}.' : ''
    isFlex && most < 40 ? 'maxInstances: Flex Consumption takes 40 to 1000, not ${most}.' : ''
    isFlex && least > 20 ? 'minInstances: at most 20 on Flex Consumption, not ${least}.' : ''
    isFlex && queueDepthPerInstance != null ? 'queueDepthPerInstance: only with hosting containerApps; Flex Consumption scales by maxConcurrentCalls of host.json.' : ''
    isFlex && idleMinutes != null ? 'idleMinutes: only with hosting containerApps; Flex Consumption decides by itself.' : ''
    length(models) != length(union(map(models, m => m.name), map(models, m => m.name))) ? 'models: two deployments have the same name.' : ''
    length(modelKeySettings) != length(union(modelKeySettings, modelKeySettings)) ? 'modelKeySettings: a setting is listed twice.' : ''
  ],
  p => !empty(p)
)
var locations = empty(problems) ? given : fail(join(problems, ' '))
var isGlobal = length(locations) > 1
var operatorKeySetting = 'AgentFunctions__Access__OperatorKey'
var keySettings = concat(modelKeySettings, accessMode == 'Keys' ? [operatorKeySetting] : [])

// Names follow from subscription, environment and region alone, so that a new stage meets the resources of the last.
var tokens = map(locations, l => uniqueString(subscription().id, environmentName, l))
var tags = { 'azd-env-name': environmentName }
// An app cannot change its place, so one that moves is another.
var places = map(locations, l => movedRegions[?l] ?? l)
var appTokens = map(range(0, length(locations)), i => places[i] == locations[i] ? tokens[i] : uniqueString(subscription().id, environmentName, locations[i], places[i]))
var storageNames = map(tokens, t => 'st${t}')
// A namespace cannot change its tier, so the Premium one is another.
var busNames = map(tokens, t => knobs.serviceBusTier == 'Premium' ? 'sbp-${t}' : 'sb-${t}')
var appNames = map(appTokens, t => isFlex ? 'func-${t}' : 'ca-${t}')
var vaultName = 'kv-${tokens[0]}'
var vaultUri = 'https://${vaultName}${az.environment().suffixes.keyvaultDns}/'
var packages = 'deployments'

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: locations[0]
  tags: tags
}

module identities 'modules/identity.bicep' = [for (l, i) in locations: {
  name: 'identity-${i}'
  scope: group
  params: { name: 'id-${tokens[i]}', location: l, tags: tags }
}]

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    workspaceName: 'log-${tokens[0]}'
    appInsightsName: 'appi-${tokens[0]}'
    location: locations[0]
    tags: tags
    publisherPrincipalIds: [for (l, i) in locations: identities[i].outputs.principalId]
  }
}

module storage 'modules/storage.bicep' = [for (l, i) in locations: {
  name: 'storage-${i}'
  scope: group
  params: {
    name: storageNames[i]
    location: l
    tags: tags
    sku: knobs.storageSku
    ownerPrincipalId: identities[i].outputs.principalId
    // The others, in the order of the ring that begins here.
    readerPrincipalIds: [for n in range(1, length(locations) - 1): identities[(i + n) % length(locations)].outputs.principalId]
    deploymentContainer: isFlex ? packages : ''
    workspaceId: monitoring.outputs.workspaceId
    resultsKeptForDays: resultsKeptForDays
  }
}]

module serviceBus 'modules/servicebus.bicep' = [for (l, i) in locations: {
  name: 'servicebus-${i}'
  scope: group
  params: {
    name: busNames[i]
    location: l
    tags: tags
    tier: knobs.serviceBusTier
    replicaLocation: isGlobal ? locations[(i + 1) % length(locations)] : ''
    principalId: identities[i].outputs.principalId
    workspaceId: monitoring.outputs.workspaceId
  }
}]

module vault 'modules/keyvault.bicep' = if (!empty(keySettings)) {
  name: 'keyvault'
  scope: group
  params: {
    name: vaultName
    location: locations[0]
    tags: tags
    readerPrincipalIds: [for (l, i) in locations: identities[i].outputs.principalId]
    workspaceId: monitoring.outputs.workspaceId
    operatorKeyName: accessMode == 'Keys' ? secretName(operatorKeySetting) : ''
    operatorKey: operatorKeySeed
  }
}

module ai 'modules/ai.bicep' = if (!empty(models)) {
  name: 'ai'
  scope: group
  params: {
    name: 'ai-${tokens[0]}'
    location: locations[0]
    tags: tags
    models: models
    userPrincipalIds: [for (l, i) in locations: identities[i].outputs.principalId]
    workspaceId: monitoring.outputs.workspaceId
  }
}

module registry 'modules/registry.bicep' = if (!isFlex) {
  name: 'registry'
  scope: group
  params: {
    name: 'cr${tokens[0]}'
    location: locations[0]
    tags: tags
    sku: isGlobal ? 'Premium' : 'Basic'
    replicaLocations: skip(locations, 1)
    pullPrincipalIds: [for (l, i) in locations: identities[i].outputs.principalId]
  }
}

module environments 'modules/environment.bicep' = [for (l, i) in locations: if (!isFlex) {
  name: 'environment-${i}'
  scope: group
  params: {
    name: 'cae-${appTokens[i]}'
    location: places[i]
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    // Zones need a virtual network of one's own there; a second region stands in for them.
    zoneRedundant: false
  }
}]

module flex 'modules/flex.bicep' = [for (l, i) in locations: if (isFlex) {
  name: 'app-${i}'
  scope: group
  dependsOn: [serviceBus[i], storage[i], vault]
  params: {
    name: appNames[i]
    planName: 'plan-${appTokens[i]}'
    location: places[i]
    here: l
    tags: tags
    // azd deploys to the one resource that carries this tag, the postdeploy hook to the others.
    appTags: i == 0 ? { 'azd-service-name': 'app' } : {}
    identity: { id: identities[i].outputs.id, clientId: identities[i].outputs.clientId }
    settings: sharedSettings(
      { id: identities[i].outputs.id, clientId: identities[i].outputs.clientId },
      storageNames[i],
      az.environment().suffixes.storage,
      '${busNames[i]}.servicebus.windows.net',
      monitoring.outputs.connectionString,
      !isGlobal,
      accessMode
    )
    regions: [for (r, n) in locations: { name: r, endpoint: 'https://${appNames[n]}.azurewebsites.net', storage: storageNames[n] }]
    keySettings: toObject(keySettings, k => k, k => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${secretName(k)})')
    deploymentContainerUrl: 'https://${storageNames[i]}.blob.${az.environment().suffixes.storage}/${packages}'
    workspaceId: monitoring.outputs.workspaceId
    zoneRedundant: knobs.zoneRedundant
    minInstances: least
    maxInstances: most
    instanceMemoryMB: knobs.flexConsumption.instanceMemoryMB
  }
}]

module containerApps 'modules/containerapp.bicep' = [for (l, i) in locations: if (!isFlex) {
  name: 'containerapp-${i}'
  scope: group
  dependsOn: [serviceBus[i], storage[i], vault]
  params: {
    name: appNames[i]
    location: places[i]
    here: l
    tags: tags
    appTags: i == 0 ? { 'azd-service-name': 'container' } : {}
    identity: { id: identities[i].outputs.id, clientId: identities[i].outputs.clientId }
    settings: sharedSettings(
      { id: identities[i].outputs.id, clientId: identities[i].outputs.clientId },
      storageNames[i],
      az.environment().suffixes.storage,
      '${busNames[i]}.servicebus.windows.net',
      monitoring.outputs.connectionString,
      !isGlobal,
      accessMode
    )
    regions: [for (r, n) in locations: { name: r, endpoint: 'https://${appNames[n]}.${environments[n]!.outputs.domain}', storage: storageNames[n] }]
    keySettings: keySettings
    vaultUri: empty(keySettings) ? '' : vaultUri
    environmentId: environments[i]!.outputs.id
    registryHost: registry!.outputs.host
    image: containerImage
    serviceBusNamespace: busNames[i]
    scale: {
      minInstances: least
      maxInstances: most
      queueDepthPerInstance: queueDepthPerInstance ?? knobs.?containerApps.queueDepthPerInstance ?? 1
      idleMinutes: idleMinutes ?? knobs.?containerApps.idleMinutes ?? 1
    }
    cpu: knobs.?containerApps.cpu ?? '1.0'
    memory: knobs.?containerApps.memory ?? '2Gi'
  }
}]

module frontDoor 'modules/frontdoor.bicep' = if (isGlobal) {
  name: 'frontdoor'
  scope: group
  params: {
    name: 'afd-${tokens[0]}'
    tags: tags
    hosts: [for (l, i) in locations: isFlex ? '${appNames[i]}.azurewebsites.net' : '${appNames[i]}.${environments[i]!.outputs.domain}']
    workspaceId: monitoring.outputs.workspaceId
  }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    location: locations[0]
    tags: tags
    email: alertEmail
    workspaceId: monitoring.outputs.workspaceId
    serviceBusIds: [for (l, i) in locations: serviceBus[i].outputs.id]
    frontDoorId: isGlobal ? frontDoor!.outputs.id : ''
    oldestAgeSeconds: oldestAgeSeconds
    dailyModelSpendUsd: dailyModelSpendUsd
    errorPercent: errorPercent
  }
}

module budget 'modules/budget.bicep' = {
  scope: group
  params: { name: 'budget-${environmentName}', amount: monthlyBudget, email: alertEmail, start: budgetStart }
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: { location: locations[0], tags: tags, workspaceId: monitoring.outputs.workspaceId }
}

// For azd and its hooks.
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = isFlex ? '' : registry!.outputs.host
output AGENTFN_ENDPOINT string = isGlobal ? 'https://${frontDoor!.outputs.host}/api' : 'https://${isFlex ? flex[0]!.outputs.host : containerApps[0]!.outputs.host}/api'
output AGENTFN_REGIONS region[] = [for (l, i) in locations: {
  name: l
  endpoint: 'https://${isFlex ? flex[i]!.outputs.host : containerApps[i]!.outputs.host}'
  storage: storageNames[i]
}]
output AGENTFN_APPS string[] = appNames
output AGENTFN_OPENAI_ENDPOINT string = empty(models) ? '' : ai!.outputs.endpoint
output AGENTFN_KEY_VAULT string = empty(keySettings) ? '' : vaultName
