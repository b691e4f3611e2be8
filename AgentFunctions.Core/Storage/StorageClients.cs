using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Storage;

/// <summary>
/// Makes the storage clients from the section that Azure Functions itself uses: <c>AzureWebJobsStorage</c> as a
/// connection string, or <c>AzureWebJobsStorage__accountName</c> (or <c>__tableServiceUri</c> and <c>__blobServiceUri</c>) with an
/// Entra identity: the app's own, or with <c>__credential=managedidentity</c> and <c>__clientId</c> one that it was assigned.
/// </summary>
/// <param name="credentials">Makes the identity out of the section just as the Functions host does for its own part.</param>
internal sealed class StorageClients(IConfiguration settings, AzureComponentFactory credentials)
{
    public TableServiceClient Tables() => settings[StorageRule.Section] is { Length: > 0 } connection
        ? new TableServiceClient(connection, Counted(new TableClientOptions(), "table"))
        : new TableServiceClient(ServiceUri("table"), Credential, Counted(new TableClientOptions(), "table"));

    public BlobServiceClient Blobs() => settings[StorageRule.Section] is { Length: > 0 } connection
        ? new BlobServiceClient(connection, Counted(new BlobClientOptions(), "blob"))
        : new BlobServiceClient(ServiceUri("blob"), Credential, Counted(new BlobClientOptions(), "blob"));

    private TokenCredential Credential => credentials.CreateTokenCredential(settings.GetSection(StorageRule.Section));

    private static T Counted<T>(T options, string service)
        where T : ClientOptions
    {
        options.AddPolicy(new StorageCallCounter(service), HttpPipelinePosition.PerRetry);
        return options;
    }

    private Uri ServiceUri(string service) => settings[$"{StorageRule.Section}:{service}ServiceUri"] is { Length: > 0 } uri
        ? new Uri(uri)
        : new Uri($"https://{settings[$"{StorageRule.Section}:accountName"]}.{service}.core.windows.net");
}
