// What the modules share: shapes, role ids and the names of the settings.

@export()
@description('A model deployment of the AI account. Capacity is in thousands of tokens a minute and counts against the subscription\'s quota in the region.')
type modelDeployment = {
  @minLength(2)
  @maxLength(64)
  name: string

  @minLength(1)
  model: string

  @minLength(1)
  version: string

  sku: 'Standard' | 'GlobalStandard' | 'DataZoneStandard' | 'GlobalBatch' | 'DataZoneBatch'

  @minValue(1)
  capacity: int
}

@export()
@description('One region as the app knows it: docs/regions.md. The endpoint has no path.')
type region = {
  name: string
  endpoint: string
  storage: string
}

@export()
@description('What is needed to reach the app\'s resources by its own identity.')
type appIdentity = {
  id: string
  clientId: string
}

@export()
@description('Bounds and triggers of scaling by KEDA.')
type kedaScale = {
  @minValue(0)
  minInstances: int

  @minValue(1)
  maxInstances: int

  @description('Messages of one queue that wait for each instance before there is another: X.')
  @minValue(1)
  queueDepthPerInstance: int

  @description('Minutes without work before the last instance goes: Y.')
  @minValue(1)
  idleMinutes: int
}

@export()
@description('Ids of built-in roles: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles')
var roles = {
  acrPull: '7f951dda-4ed3-4680-a7ca-43fe172d538d'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  openAIUser: '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd'
  serviceBusDataOwner: '090c5cfd-751d-490a-894a-3ce6f1109419'
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageBlobDataReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  storageTableDataReader: '76199698-9eea-4c19-bc75-cec21354c6b6'
}

@export()
@description('Name of the vault\'s secret that holds the value of a setting: a secret\'s name has no underscores.')
func secretName(setting string) string => replace(setting, '_', '-')

@export()
@description('Settings that both hostings need. Only what the app, the Functions host, the Azure SDK or the exporter reads.')
func sharedSettings(
  identity appIdentity,
  storageAccount string,
  storageSuffix string,
  serviceBusHost string,
  appInsightsConnection string,
  sweepsCache bool,
  accessMode string
) object =>
  union(
    {
      AzureWebJobsStorage__blobServiceUri: 'https://${storageAccount}.blob.${storageSuffix}'
      AzureWebJobsStorage__queueServiceUri: 'https://${storageAccount}.queue.${storageSuffix}'
      AzureWebJobsStorage__tableServiceUri: 'https://${storageAccount}.table.${storageSuffix}'
      AzureWebJobsStorage__credential: 'managedidentity'
      AzureWebJobsStorage__clientId: identity.clientId
      ServiceBusConnection__fullyQualifiedNamespace: serviceBusHost
      ServiceBusConnection__credential: 'managedidentity'
      ServiceBusConnection__clientId: identity.clientId
      // Tells DefaultAzureCredential which identity to use.
      AZURE_CLIENT_ID: identity.clientId
      // Names the resource and is no credential: local authentication is off there.
      APPLICATIONINSIGHTS_CONNECTION_STRING: appInsightsConnection
      APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.clientId};Authorization=AAD'
    },
    // Many instances would each list the whole container every hour; the lifecycle rule removes old answers there.
    sweepsCache ? {} : { AgentFunctions__Cache__SweepEvery: '00:00:00' },
    { AgentFunctions__Access__Mode: accessMode }
  )

@export()
@description('Settings of the regions. Task ids hold a region\'s place in the list, so the list may only grow at its end.')
func regionSettings(here string, all region[]) object =>
  length(all) < 2
    ? {}
    : union(
        { AgentFunctions__Regions__Here: here },
        toObject(map(range(0, length(all)), i => { key: 'AgentFunctions__Regions__All__${i}__Name', value: all[i].name }), e => e.key, e => e.value),
        toObject(map(range(0, length(all)), i => { key: 'AgentFunctions__Regions__All__${i}__Endpoint', value: all[i].endpoint }), e => e.key, e => e.value),
        toObject(map(range(0, length(all)), i => { key: 'AgentFunctions__Regions__All__${i}__Storage', value: all[i].storage }), e => e.key, e => e.value)
      )
