using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace AgentFunctions.Tests.Browser;

/// <summary>The files of the pages over HTTP.</summary>
public sealed partial class PageFilesTests(DashboardHost host) : IClassFixture<DashboardHost>, IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = host.Api };

    [Theory]
    [InlineData("dashboard")]
    [InlineData("docs")]
    public async Task A_page_without_a_slash_leads_to_the_one_with_it_which_is_never_stale(string page)
    {
        using HttpResponseMessage without = await GetAsync(page);
        using HttpResponseMessage with = await GetAsync($"{page}/");

        Assert.Equal((HttpStatusCode.Redirect, $"{page}/"), (without.StatusCode, without.Headers.Location?.ToString()));
        Assert.Equal((HttpStatusCode.OK, "text/html; charset=utf-8", "no-cache"), (with.StatusCode, with.Content.Headers.ContentType?.ToString(), with.Headers.CacheControl?.ToString()));
        Assert.Contains("default-src 'self'", Assert.Single(with.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(with.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public async Task What_a_page_names_is_there_and_may_be_kept_for_good()
    {
        using HttpResponseMessage page = await GetAsync("dashboard/");
        string[] assets = [.. Assets().Matches(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Select(m => m.Value)];

        Assert.Equal(2, assets.Length);
        foreach (string asset in assets)
        {
            using HttpResponseMessage file = await GetAsync($"dashboard/{asset}");
            Assert.Equal((HttpStatusCode.OK, "public, max-age=31536000, immutable"), (file.StatusCode, file.Headers.CacheControl?.ToString()));
        }
    }

    [Fact]
    public async Task A_file_is_compressed_for_who_understands_it_and_not_sent_again_to_who_has_it()
    {
        using HttpResponseMessage plain = await GetAsync("docs/start.js");
        using HttpResponseMessage compressed = await GetAsync("docs/start.js", ("Accept-Encoding", "br, gzip"));
        using HttpResponseMessage again = await GetAsync("docs/start.js", ("Accept-Encoding", "gzip"), ("If-None-Match", compressed.Headers.ETag!.ToString()));
        using GZipStream unpacked = new(await compressed.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), CompressionMode.Decompress);
        using StreamReader text = new(unpacked, Encoding.UTF8);

        Assert.Equal(("gzip", "Accept-Encoding"), (compressed.Content.Headers.ContentEncoding.ToString(), compressed.Headers.Vary.ToString()));
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        Assert.Equal(await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), await text.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.NotEqual(plain.Headers.ETag, compressed.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Theory]
    [InlineData("dashboard/nothing.js")]
    [InlineData("dashboard/assets/")]
    [InlineData("dashboard/../docs/start.js.map")]
    [InlineData("docs/..%2Fdashboard%2Findex.html")]
    public async Task A_file_that_is_not_there_is_404(string path)
    {
        using HttpResponseMessage answer = await GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("no-such-file", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(path, UriKind.Relative));
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("assets/main-[A-Z0-9]+\\.(js|css)")]
    private static partial Regex Assets();
}
