using System.Net;
using AgentFunctions.Webhooks;
using AgentFunctions.Webhooks.Targets;

namespace AgentFunctions.Tests.Webhooks;

/// <summary>Which addresses a callback may have, and which of the internet's addresses are public.</summary>
public sealed class CallbackUrlTests
{
    [Theory]
    [InlineData("https://example.com")]
    [InlineData("https://example.com/hook?token=secret&x=%20")]
    [InlineData("https://example.com:8443/hook")]
    [InlineData("https://example.com:80/")]
    [InlineData("https://bücher.example/hook")]
    [InlineData("https://8.8.8.8/hook")]
    [InlineData("https://[2606:4700:4700::1111]/hook")]
    [InlineData("HTTPS://EXAMPLE.COM/")]
    public void A_public_https_address_is_taken(string text) => Assert.Null(CallbackUrl.Read(text, new WebhookOptions()).Fault);

    [Theory]
    [InlineData("", "not a valid address")]
    [InlineData("hook", "not a valid address")]
    [InlineData("/hook", "not a valid address")]
    [InlineData("file:///etc/passwd", "not a valid address")]
    [InlineData("https://", "not a valid address")]
    [InlineData("https:///hook", "not a valid address")]
    [InlineData("https://exa mple.com", "not a valid address")]
    [InlineData("https://example.com\\@127.0.0.1/", "not a valid address")]
    [InlineData("https://example.com/\r\nHost: other", "not a valid address")]
    [InlineData("http://example.com/hook", "begins with 'http:'")]
    [InlineData("ftp://example.com/hook", "begins with 'ftp:'")]
    [InlineData("gopher://example.com:6379/_x", "begins with 'gopher:'")]
    [InlineData("https://user@example.com/", "user name")]
    [InlineData("https://user:pass@example.com/", "user name")]
    [InlineData("https://example.com/#part", "fragment")]
    [InlineData("https://example.com:22/", "port 22")]
    [InlineData("https://example.com:0/", "port 0")]
    [InlineData("https://localhost/", "private network")]
    [InlineData("https://LOCALHOST./", "private network")]
    [InlineData("https://a.localhost/", "private network")]
    [InlineData("https://printer.local/", "private network")]
    [InlineData("https://metadata.google.internal/", "private network")]
    [InlineData("https://intranet/", "private network")]
    [InlineData("https://127.0.0.1/", "private network")]
    [InlineData("https://127.1/", "private network")]
    [InlineData("https://2130706433/", "private network")]
    [InlineData("https://0x7f000001/", "private network")]
    [InlineData("https://0177.0.0.1/", "private network")]
    [InlineData("https://169.254.169.254/metadata/instance", "private network")]
    [InlineData("https://168.63.129.16/", "private network")]
    [InlineData("https://[::1]/", "private network")]
    [InlineData("https://[::ffff:10.0.0.1]/", "private network")]
    [InlineData("https://[fe80::1%25eth0]/", "private network")]
    public void Any_other_address_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, CallbackUrl.Read(text, new WebhookOptions()).Fault, StringComparison.Ordinal);

    [Fact]
    public void An_address_is_at_most_1024_characters_long_as_it_is_sent()
    {
        string longest = "https://example.com/" + new string('a', CallbackUrl.MaxLength - 20);

        Assert.Null(CallbackUrl.Read(longest, new WebhookOptions()).Fault);
        Assert.Contains("1025 characters", CallbackUrl.Read(longest + "a", new WebhookOptions()).Fault, StringComparison.Ordinal);
        Assert.Contains("when escaped", CallbackUrl.Read(longest[..^1] + "ü", new WebhookOptions()).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_allow_http_and_private_targets_each_by_itself()
    {
        Assert.Null(CallbackUrl.Read("http://example.com/", new WebhookOptions { AllowHttp = true }).Fault);
        Assert.Contains("private network", CallbackUrl.Read("http://127.0.0.1:8080/", new WebhookOptions { AllowHttp = true }).Fault, StringComparison.Ordinal);
        Assert.Null(CallbackUrl.Read("https://127.0.0.1:8443/", new WebhookOptions { AllowPrivateTargets = true }).Fault);
        Assert.Contains("begins with", CallbackUrl.Read("http://127.0.0.1:8080/", new WebhookOptions { AllowPrivateTargets = true }).Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.255.255.255", false)]
    [InlineData("11.0.0.0", true)]
    [InlineData("100.63.255.255", true)]
    [InlineData("100.64.0.0", false)]
    [InlineData("100.127.255.255", false)]
    [InlineData("100.128.0.0", true)]
    [InlineData("127.255.255.255", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("168.63.129.15", true)]
    [InlineData("168.63.129.16", false)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.16.0.0", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.0", true)]
    [InlineData("192.0.0.8", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("8.8.8.8", true)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("::8.8.8.8", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd12:3456::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("100::1", false)]
    [InlineData("2001::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2002:a9fe:a9fe::1", false)]
    [InlineData("2002:808:808::1", true)]
    [InlineData("64:ff9b::10.0.0.1", false)]
    [InlineData("64:ff9b::168.63.129.16", false)]
    [InlineData("64:ff9b::8.8.8.8", true)]
    [InlineData("64:ff9b:1::8.8.8.8", false)]
    [InlineData("2606:4700:4700::1111", true)]
    public void An_address_is_public_or_not(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddresses.Contains(IPAddress.Parse(address)));
}
