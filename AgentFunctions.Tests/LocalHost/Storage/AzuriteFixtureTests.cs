using AgentFunctions.Tests.Servers;
using Azure.Storage.Blobs;

namespace AgentFunctions.Tests.LocalHost.Storage;

public sealed class AzuriteFixtureTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Blobs_come_back_as_written()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var container = new BlobContainerClient(await azurite.ConnectionStringAsync(), "fixture-tests");
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);

        await container.UploadBlobAsync("name", BinaryData.FromString("content"), cancellationToken);

        var read = await container.GetBlobClient("name").DownloadContentAsync(cancellationToken);
        Assert.Equal("content", read.Value.Content.ToString());
    }
}
