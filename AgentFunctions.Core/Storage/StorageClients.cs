using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;

namespace AgentFunctions.Storage;

/// <summary>
/// Makes the storage clients from the section that Azure Functions itself uses: <c>AzureWebJobsStorage</c> as a
/// connection string, or <c>AzureWebJobsStorage__tableServiceUri</c> and <c>__blobServiceUri</c> (or
/// <c>__accountName</c>) with a managed identity.
/// </summary>
public static class StorageClients
{
    private const string Section = "AzureWebJobsStorage";

    /// <exception cref="InvalidOperationException">The section names no storage account.</exception>
    public static TableServiceClient Tables(IConfiguration settings, TokenCredential credential) => settings[Section] is { Length: > 0 } connection
        ? new TableServiceClient(connection, Counted(new TableClientOptions(), "table"))
        : new TableServiceClient(ServiceUri(settings, "table"), credential, Counted(new TableClientOptions(), "table"));

    /// <exception cref="InvalidOperationException">The section names no storage account.</exception>
    public static BlobServiceClient Blobs(IConfiguration settings, TokenCredential credential) => settings[Section] is { Length: > 0 } connection
        ? new BlobServiceClient(connection, Counted(new BlobClientOptions(), "blob"))
        : new BlobServiceClient(ServiceUri(settings, "blob"), credential, Counted(new BlobClientOptions(), "blob"));

    private static T Counted<T>(T options, string service)
        where T : ClientOptions
    {
        options.AddPolicy(new StorageCallCounter(service), HttpPipelinePosition.PerRetry);
        return options;
    }

    private static Uri ServiceUri(IConfiguration settings, string service) =>
        settings[$"{Section}:{service}ServiceUri"] is { Length: > 0 } uri ? new Uri(uri)
        : settings[$"{Section}:accountName"] is { Length: > 0 } account ? new Uri($"https://{account}.{service}.core.windows.net")
        : throw new InvalidOperationException(
            $"No storage account: set {Section} to a connection string, or {Section}__{service}ServiceUri to the account's address.");
}
