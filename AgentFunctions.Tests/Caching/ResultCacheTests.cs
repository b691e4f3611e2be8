using AgentFunctions.Caching;
using AgentFunctions.Costs;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;
using AgentFunctions.Tests.Tasks;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Caching;

/// <summary>The result cache, in memory and on Azurite.</summary>
public sealed class ResultCacheTests(AzuriteFixture azurite)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly FakeTimeProvider _time = new(SampleTasks.Now);
    private readonly WorkKey _key = new(Guid.NewGuid().ToString("n"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_is_found_until_it_is_too_old_for_who_asks(bool blobs)
    {
        IResultCache cache = await CreateAsync(blobs);
        CachedResult kept = Result("""{"a":"ü"}""");
        await cache.KeepAsync(_key, kept, Day, TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(new CacheLookup.Hit(kept), await FindAsync(cache, TimeSpan.FromHours(2)));
        Assert.IsType<CacheLookup.Expired>(await FindAsync(cache, TimeSpan.FromHours(1)));
        Assert.IsType<CacheLookup.Miss>(await cache.FindAsync(new WorkKey("none" + _key), Day, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_older_answer_never_takes_the_place_of_a_newer_one(bool blobs)
    {
        IResultCache cache = await CreateAsync(blobs);
        CachedResult old = Result("1");
        _time.Advance(TimeSpan.FromMinutes(1));
        CachedResult young = Result("2");

        await cache.KeepAsync(_key, old, Day, TestContext.Current.CancellationToken);
        await cache.KeepAsync(_key, young, Day, TestContext.Current.CancellationToken);
        await cache.KeepAsync(_key, old, Day, TestContext.Current.CancellationToken);

        Assert.Equal(new CacheLookup.Hit(young), await FindAsync(cache, Day));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"key":"KEY","task":"nope","at":"2027-01-01T00:00:00Z","cost":0,"hash":"x","json":"{}"}""")]
    [InlineData("""{"key":"KEY","task":"01m85hfg4q4fxhsk0bpg5tbzmw","at":"2027-01-01T00:00:00Z","cost":0,"hash":"x","json":"{}"}""")]
    [InlineData("""{"key":"KEY","task":"01m85hfg4q4fxhsk0bpg5tbzmw","at":"2027-01-01T00:00:00Z","cost":1e60,"hash":"x","json":"{}"}""")]
    public async Task A_damaged_entry_counts_as_none_and_is_replaced(string damaged)
    {
        IResultCache cache = await CreateAsync(blobs: true);
        BlobContainerClient container = (await BlobsAsync()).GetBlobContainerClient(BlobResultCache.ContainerName);
        await container.GetBlobClient(_key.Value).UploadAsync(BinaryData.FromString(damaged.Replace("KEY", _key.Value, StringComparison.Ordinal)), TestContext.Current.CancellationToken);

        Assert.IsType<CacheLookup.Corrupt>(await FindAsync(cache, Day));
        await cache.KeepAsync(_key, Result("2"), Day, TestContext.Current.CancellationToken);

        Assert.Equal("2", Assert.IsType<CacheLookup.Hit>(await FindAsync(cache, Day)).Result.Json);
    }

    [Fact]
    public async Task An_entry_under_the_key_of_another_is_not_used()
    {
        IResultCache cache = await CreateAsync(blobs: true);
        BlobContainerClient container = (await BlobsAsync()).GetBlobContainerClient(BlobResultCache.ContainerName);
        await cache.KeepAsync(new WorkKey(_key + "b"), Result("1"), Day, TestContext.Current.CancellationToken);
        BinaryData entry = (await container.GetBlobClient(_key + "b").DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content;
        await container.GetBlobClient(_key.Value).UploadAsync(entry, TestContext.Current.CancellationToken);

        Assert.IsType<CacheLookup.Corrupt>(await FindAsync(cache, Day));
    }

    [Fact]
    public async Task Of_many_at_the_same_time_the_newest_stays()
    {
        IResultCache cache = await CreateAsync(blobs: true);
        CachedResult[] results = [.. Enumerable.Range(0, 3).Select(i =>
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            return Result($"{i}");
        })];

        await Task.WhenAll(results.Select(r => cache.KeepAsync(_key, r, Day, TestContext.Current.CancellationToken)));

        Assert.Equal(new CacheLookup.Hit(results[^1]), await FindAsync(cache, Day));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_may_not_be_found_any_more_is_removed_and_the_rest_stays(bool blobs)
    {
        IResultCache cache = await CreateAsync(blobs);
        WorkKey other = new(_key + "b");
        await cache.KeepAsync(_key, Result("1"), TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        await cache.KeepAsync(other, Result("2"), Day, TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromHours(2));

        Assert.True(await cache.RemoveExpiredAsync(TestContext.Current.CancellationToken) >= 1);
        Assert.IsType<CacheLookup.Miss>(await FindAsync(cache, TimeSpan.FromDays(7)));
        Assert.IsType<CacheLookup.Hit>(await cache.FindAsync(other, Day, TestContext.Current.CancellationToken));
    }

    private Task<CacheLookup> FindAsync(IResultCache cache, TimeSpan maxAge) => cache.FindAsync(_key, maxAge, TestContext.Current.CancellationToken);

    private CachedResult Result(string json) => new(SampleTasks.Queued(_time).Id, "m", _time.GetUtcNow(), Usd.FromMicros(1234), json);

    private async Task<BlobServiceClient> BlobsAsync() => new(await azurite.ConnectionStringAsync());

    private async Task<IResultCache> CreateAsync(bool blobs)
    {
        IResultCache cache = blobs ? new BlobResultCache(await BlobsAsync(), _time) : new InMemoryResultCache(_time);
        await cache.PrepareAsync(TestContext.Current.CancellationToken);
        return cache;
    }
}
