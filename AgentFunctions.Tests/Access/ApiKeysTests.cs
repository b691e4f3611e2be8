using AgentFunctions.Access;
using AgentFunctions.Limits;
using AgentFunctions.Regions;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Servers;
using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Access;

/// <summary>Keys on the real storage emulator, with several instances.</summary>
public sealed class ApiKeysTests(AzuriteFixture azurite)
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Another_instance_notices_a_revocation_in_the_time_that_is_promised()
    {
        TableApiKeyStore store = await StoreAsync();
        (ApiKeys here, ApiKeys there) = (Instance(store), Instance(store));
        (ApiKey key, ApiKeyText text) = await here.CreateAsync(new ApiKeyRequest("x", null, Roles.Read, null, null), TenantId.Default, Cancellation);
        Assert.IsType<KeyOutcome.Accepted>(await there.CheckAsync(text.Reveal(), Cancellation));

        await here.RevokeAsync(key.Id, tenant: null, Cancellation);
        Assert.IsType<KeyOutcome.Revoked>(await here.CheckAsync(text.Reveal(), Cancellation));
        _time.Advance(ApiKeys.KnownFor);

        Assert.IsType<KeyOutcome.Revoked>(await there.CheckAsync(text.Reveal(), Cancellation));
    }

    [Fact]
    public async Task What_is_stored_comes_back_and_holds_no_secret()
    {
        TableApiKeyStore store = await StoreAsync();
        (ApiKey key, ApiKeyText text) = await Instance(store).CreateAsync(
            new ApiKeyRequest("nightly", null, Roles.Submit | Roles.Read, _time.GetUtcNow().AddDays(1), 60), new TenantId("acme"), Cancellation);

        ApiKey? stored = await store.FindAsync(key.Id, Cancellation);

        Assert.Equal(key, stored);
        Assert.DoesNotContain(text.Reveal()[^40..], stored!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(text.Reveal()[^40..], text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_right_id_with_a_wrong_secret_is_unknown()
    {
        TableApiKeyStore store = await StoreAsync();
        (_, ApiKeyText text) = await Instance(store).CreateAsync(new ApiKeyRequest("x", null, Roles.Read, null, null), TenantId.Default, Cancellation);
        string wrong = text.Reveal()[..^1] + (text.Reveal()[^1] == '0' ? '1' : '0');

        Assert.IsType<KeyOutcome.Unknown>(await Instance(store).CheckAsync(wrong, Cancellation));
    }

    [Fact]
    public async Task A_key_that_is_made_after_it_was_asked_for_is_known_soon()
    {
        TableApiKeyStore store = await StoreAsync();
        (ApiKeys here, ApiKeys there) = (Instance(store), Instance(store));
        (ApiKey key, ApiKeyText text) = await Instance(new InMemoryApiKeyStore()).CreateAsync(new ApiKeyRequest("x", null, Roles.Read, null, null), TenantId.Default, Cancellation);
        Assert.IsType<KeyOutcome.Unknown>(await there.CheckAsync(text.Reveal(), Cancellation));

        await store.AddAsync(key, Cancellation);
        _time.Advance(ApiKeys.KnownFor);

        Assert.IsType<KeyOutcome.Accepted>(await there.CheckAsync(text.Reveal(), Cancellation));
        Assert.IsType<KeyOutcome.Accepted>(await here.CheckAsync(text.Reveal(), Cancellation));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(37)]
    [InlineData(400)]
    public async Task Instances_share_the_quota_of_a_key_and_never_pass_it(int limit)
    {
        ApiKey key = (await Instance(new InMemoryApiKeyStore()).CreateAsync(new ApiKeyRequest("x", null, Roles.Read, null, limit), TenantId.Default, Cancellation)).Key;
        TableLimitStore limits = new(new TableServiceClient(await azurite.ConnectionStringAsync()));
        await limits.PrepareAsync(Cancellation);
        RequestQuotas[] instances = [.. Enumerable.Range(0, 4).Select(_ => new RequestQuotas(limits, Options.Create(new AccessOptions()), _time, NullLogger<RequestQuotas>.Instance))];
        _time.SetUtcNow(DateTimeOffset.FromUnixTimeSeconds((_time.GetUtcNow().ToUnixTimeSeconds() / 60 * 60) + 60));

        for (int minute = 0; minute < 2; minute++)
        {
            int taken = 0;
            foreach (int i in Enumerable.Range(0, limit + 100))
            {
                QuotaOutcome outcome = (await instances[i % 4].TakeAsync(key, Cancellation))!;
                taken += outcome.IsTaken ? 1 : 0;
                Assert.True(outcome.Reset <= TimeSpan.FromMinutes(1));
            }

            // What others hold back is a few at most once everybody has asked so often.
            Assert.InRange(taken, limit, limit);
            _time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    private ApiKeys Instance(IApiKeyStore store) => new(
        store,
        RegionMap.OneRegion,
        new RegionMirrors(RegionMap.OneRegion, new DefaultAzureCredential(), _time, NullLogger<RegionMirror>.Instance),
        Options.Create(new AccessOptions()),
        _time);

    private async Task<TableApiKeyStore> StoreAsync()
    {
        TableApiKeyStore store = new(new TableServiceClient(await azurite.ConnectionStringAsync()));
        await store.PrepareAsync(Cancellation);
        return store;
    }
}
