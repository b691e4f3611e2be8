using System.Text;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Tasks;
using AgentFunctions.Webhooks.Secrets;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Webhooks;

/// <summary>Secrets and signatures.</summary>
public sealed class WebhookSecretTests
{
    private static readonly TenantId Tenant = new("acme");

    private readonly FakeTimeProvider _time = new(SampleTasks.Now);
    private readonly InMemoryWebhookSecretStore _store = new();

    private WebhookSecrets Sut => new(_store, _time);

    // The vector that the reference libraries are tested with: standard-webhooks/standard-webhooks, libraries/go/webhook_test.go.
    [Fact]
    public void A_signature_is_the_one_that_the_reference_libraries_make()
    {
        Assert.True(WebhookSecret.TryParse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", out WebhookSecret? secret));

        string signature = secret.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, Encoding.UTF8.GetBytes("""{"test": 2432232314}"""));

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Theory]
    [InlineData(23, false)]
    [InlineData(24, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_secret_has_24_to_64_bytes(int bytes, bool valid) =>
        Assert.Equal(valid, WebhookSecret.TryParse("whsec_" + Convert.ToBase64String(new byte[bytes]), out _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_not base 64, though it is long enough for it")]
    [InlineData("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n")]
    public void Other_texts_are_no_secrets(string? text) => Assert.False(WebhookSecret.TryParse(text, out _));

    [Fact]
    public void A_secret_does_not_show_itself_by_accident()
    {
        WebhookSecret secret = WebhookSecret.Create();

        Assert.DoesNotContain(secret.Reveal()[6..], $"{secret}", StringComparison.Ordinal);
        Assert.NotEqual(secret.Reveal(), WebhookSecret.Create().Reveal());
    }

    [Fact]
    public async Task The_first_secret_is_made_when_it_is_needed_and_stays()
    {
        IReadOnlyList<WebhookSecret>[] all = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Sut.SigningAsync(Tenant, TestContext.Current.CancellationToken)));

        Assert.Single(all.Select(secrets => Assert.Single(secrets).Reveal()).Distinct());
        Assert.NotEqual(all[0][0].Reveal(), (await Sut.SigningAsync(new TenantId("other"), TestContext.Current.CancellationToken))[0].Reveal());
    }

    [Fact]
    public async Task After_a_rotation_both_secrets_sign_until_the_overlap_is_over()
    {
        string first = (await SigningAsync())[0];
        string second = (await RotateAsync(TimeSpan.FromHours(1))).Current.Text;

        Assert.Equal([second, first], await SigningAsync());
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal([second], await SigningAsync());
    }

    [Fact]
    public async Task Without_overlap_the_old_secrets_end_at_once_whatever_they_were_promised()
    {
        await SigningAsync();
        await RotateAsync(TimeSpan.FromDays(1));
        SecretRing ring = await RotateAsync(TimeSpan.Zero);

        Assert.Equal([ring.Current.Text], await SigningAsync());
    }

    [Fact]
    public async Task A_secret_brought_along_is_used_and_again_changes_nothing()
    {
        WebhookSecret own = WebhookSecret.Create();
        await Sut.RotateAsync(Tenant, own, TimeSpan.FromDays(1), TestContext.Current.CancellationToken);
        await Sut.RotateAsync(Tenant, own, TimeSpan.FromDays(1), TestContext.Current.CancellationToken);

        Assert.Equal([own.Reveal()], await SigningAsync());
    }

    [Fact]
    public async Task However_often_it_is_rotated_a_message_has_four_signatures_at_most()
    {
        for (int i = 0; i < 10; i++)
        {
            await RotateAsync(TimeSpan.FromDays(1));
        }

        Assert.Equal(4, (await SigningAsync()).Length);
    }

    private async Task<string[]> SigningAsync() => [.. (await Sut.SigningAsync(Tenant, TestContext.Current.CancellationToken)).Select(secret => secret.Reveal())];

    private Task<SecretRing> RotateAsync(TimeSpan overlap) => Sut.RotateAsync(Tenant, null, overlap, TestContext.Current.CancellationToken);
}
