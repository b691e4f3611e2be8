using System.Net;
using System.Text;
using System.Text.Json;

namespace AgentFunctions.Tests.Regions;

/// <summary>What a region answered.</summary>
/// <param name="Region">Which region it says has answered.</param>
internal sealed record RegionAnswer(HttpStatusCode Status, string? Region, JsonElement Body, HttpResponseMessage Message)
{
    public string Id => Body.GetProperty("id").GetString()!;

    public string? Problem => Body.TryGetProperty("type", out JsonElement type) ? type.GetString() : null;

    public static Task<RegionAnswer> GetAsync(RegionHost at, string path, string? ifNoneMatch = null) =>
        SendAsync(at, new HttpRequestMessage(HttpMethod.Get, path), request => request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch));

    public static Task<RegionAnswer> PostAsync(RegionHost at, string path, string body, string? key = null, bool wait = false) =>
        SendAsync(at, new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") }, request =>
        {
            if (key is not null)
            {
                request.Headers.Add("Idempotency-Key", key);
            }

            if (wait)
            {
                request.Headers.Add("Prefer", "wait=30");
            }
        });

    private static async Task<RegionAnswer> SendAsync(RegionHost at, HttpRequestMessage request, Action<HttpRequestMessage> complete)
    {
        complete(request);
        HttpResponseMessage response = await at.Client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return new RegionAnswer(
            response.StatusCode,
            response.Headers.TryGetValues("Agent-Functions-Region", out IEnumerable<string>? region) ? region.Single() : null,
            text.Length == 0 ? default : JsonElement.Parse(text),
            response);
    }
}
