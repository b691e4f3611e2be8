using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace AgentFunctions.Regions;

/// <summary>The places that have another region's storage.</summary>
internal static class RegionStorage
{
    // A client waits; a place that does not answer soon is passed over.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>The account and its copy in the paired region, in the order in which they are asked; none when the region names no account.</summary>
    public static IReadOnlyList<(TableServiceClient Tables, BlobServiceClient Blobs)> PlacesOf(Region region, TokenCredential credential) => region.Storage switch
    {
        null => [],
        { } connection when connection.Contains('=', StringComparison.Ordinal) => [(new(connection, Hasty(new TableClientOptions())), new(connection, Hasty(new BlobClientOptions())))],
        { } account => [At(account, credential), At($"{account}-secondary", credential)],
    };

    private static (TableServiceClient Tables, BlobServiceClient Blobs) At(string host, TokenCredential credential) => (
        new(new Uri($"https://{host}.table.core.windows.net"), credential, Hasty(new TableClientOptions())),
        new(new Uri($"https://{host}.blob.core.windows.net"), credential, Hasty(new BlobClientOptions())));

    private static T Hasty<T>(T options)
        where T : ClientOptions
    {
        (options.Retry.MaxRetries, options.Retry.NetworkTimeout) = (0, Patience);
        return options;
    }
}
