using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AgentFunctions.Webhooks;
using AgentFunctions.Webhooks.Delivery;
using AgentFunctions.Webhooks.Secrets;
using AgentFunctions.Webhooks.Targets;
using Microsoft.Extensions.Options;

namespace AgentFunctions.Tests.Webhooks;

/// <summary>What is connected to, and what of an answer counts.</summary>
public sealed class WebhookSenderTests : IDisposable
{
    private static readonly WebhookOptions Development = new() { AllowHttp = true, AllowPrivateTargets = true };
    private static readonly WebhookOptions Public = new() { AllowHttp = true };

    private readonly TestReceiver _receiver = new();

    public void Dispose() => _receiver.Dispose();

    [Theory]
    [InlineData(200)]
    [InlineData(299)]
    public async Task Any_2xx_is_success(int status)
    {
        _receiver.Next(status);

        Assert.Equal(new SendOutcome.Taken(status), await SendAsync(_receiver.Address, Development));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Any_other_status_is_failure(int status)
    {
        _receiver.Next(status);

        Assert.Equal(new SendOutcome.Failed(SendFault.Status, status), await SendAsync(_receiver.Address, Development));
    }

    [Fact]
    public async Task A_receiver_that_is_gone_wants_no_more()
    {
        _receiver.Next(410);

        Assert.True(Assert.IsType<SendOutcome.Failed>(await SendAsync(_receiver.Address, Development)).IsFinal);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        _receiver.Next(status, response => response.RedirectLocation = new Uri(_receiver.Address, "elsewhere").ToString());
        _receiver.Next(status, response => response.RedirectLocation = "http://169.254.169.254/metadata/instance");

        Assert.Equal(new SendOutcome.Failed(SendFault.Status, status), await SendAsync(_receiver.Address, Development));
        Assert.Equal(new SendOutcome.Failed(SendFault.Status, status), await SendAsync(_receiver.Address, Development));
        Assert.Equal(2, _receiver.Received.Count);
    }

    [Fact]
    public async Task Retry_After_is_heard_in_seconds_and_as_a_date()
    {
        _receiver.Next(429, response => response.AddHeader("Retry-After", "120"));
        _receiver.Next(503, response => response.AddHeader("Retry-After", DateTimeOffset.UtcNow.AddMinutes(10).ToString("r", System.Globalization.CultureInfo.InvariantCulture)));

        Assert.Equal(TimeSpan.FromSeconds(120), Assert.IsType<SendOutcome.Failed>(await SendAsync(_receiver.Address, Development)).RetryAfter);
        Assert.InRange(Assert.IsType<SendOutcome.Failed>(await SendAsync(_receiver.Address, Development)).RetryAfter!.Value.TotalMinutes, 9, 10);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("100.64.0.1")]
    [InlineData("::1")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("64:ff9b::7f00:1")]
    public async Task A_name_that_resolves_to_a_private_address_is_not_connected_to(string address)
    {
        Uri target = new($"http://receiver.example:{_receiver.Address.Port}/");

        Assert.Equal(new SendOutcome.Failed(SendFault.TargetRefused), await SendAsync(target, Public, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)])));
        Assert.Empty(_receiver.Received);
    }

    [Fact]
    public async Task A_name_server_that_changes_its_answer_after_the_look_gains_nothing()
    {
        int lookups = 0;
        Uri target = new($"http://rebinding.example:{_receiver.Address.Port}/");

        // The address that was looked at is the one that is connected to, and nobody asks again. The receiver is none for that name, and says so.
        SendOutcome outcome = await SendAsync(target, Development, (_, _) => Task.FromResult<IPAddress[]>(lookups++ == 0 ? [IPAddress.Loopback] : [IPAddress.Parse("192.0.2.1")]));

        Assert.Equal((new SendOutcome.Failed(SendFault.Status, 404), 1), (outcome, lookups));

        lookups = 0;
        outcome = await SendAsync(target, Public, (_, _) => Task.FromResult<IPAddress[]>(lookups++ == 0 ? [IPAddress.Loopback] : [IPAddress.Parse("8.8.8.8")]));
        Assert.Equal((new SendOutcome.Failed(SendFault.TargetRefused), 1), (outcome, lookups));
    }

    [Fact]
    public async Task A_private_address_that_the_settings_no_longer_allow_is_not_tried()
    {
        Assert.Equal(new SendOutcome.Failed(SendFault.NotAllowed), await SendAsync(_receiver.Address, Public));
        Assert.Equal(new SendOutcome.Failed(SendFault.NotAllowed), await SendAsync(_receiver.Address, new WebhookOptions { AllowPrivateTargets = true }));
        Assert.Empty(_receiver.Received);
    }

    [Fact]
    public async Task A_name_without_an_address_and_a_port_without_a_listener_are_told_apart()
    {
        Uri target = new("http://receiver.example:8080/");
        HostLookup nothing = (_, _) => throw new SocketException((int)SocketError.HostNotFound);
        TestReceiver gone = new();
        gone.Dispose();

        Assert.Equal(new SendOutcome.Failed(SendFault.Unresolved), await SendAsync(target, Public, nothing));
        Assert.Equal(new SendOutcome.Failed(SendFault.Unreachable), await SendAsync(gone.Address, Development));
        Assert.Equal(new SendOutcome.Failed(SendFault.Tls), await SendAsync(new UriBuilder(_receiver.Address) { Scheme = "https" }.Uri, Development));
    }

    [Fact]
    public async Task An_endless_answer_is_not_read_to_its_end()
    {
        _receiver.Next(200, response =>
        {
            response.SendChunked = true;
            response.OutputStream.Write(new byte[1 << 20]);
        });

        Assert.Equal(new SendOutcome.Taken(200), await SendAsync(_receiver.Address, Development));
    }

    [Fact]
    public async Task Nothing_of_this_application_travels_along_but_the_message()
    {
        using Activity span = new Activity("secret-trace").Start();
        _receiver.Next(204, response => response.AddHeader("Set-Cookie", "a=b"));

        await SendAsync(_receiver.Address, Development);
        await SendAsync(_receiver.Address, Development);

        Assert.All(_receiver.Received, callback =>
        {
            string[] names = [.. callback.Headers.AllKeys.Select(name => name!.ToLowerInvariant()).Order()];
            Assert.Equal(["connection", "content-length", "content-type", "host", "user-agent", "webhook-id", "webhook-signature", "webhook-timestamp"], names.Union(["connection"]).Order());
            Assert.Equal("application/json; charset=utf-8", callback.Headers["Content-Type"]);
        });
    }

    private static async Task<SendOutcome> SendAsync(Uri target, WebhookOptions options, HostLookup? lookup = null)
    {
        using WebhookSender sut = new(Options.Create(options), lookup ?? Dns.GetHostAddressesAsync, TimeProvider.System);
        return await sut.SendAsync(target, "id-0", "{}"u8.ToArray(), [WebhookSecret.Create()], TestContext.Current.CancellationToken);
    }
}
