// The page to look at first: workbook.json, edited in the portal and exported as Gallery Template.
param location string
param tags object
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'overview')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Agent Functions'
    category: 'workbook'
    version: '1.0'
    sourceId: workspaceId
    serializedData: loadTextContent('../workbook.json')
  }
}
