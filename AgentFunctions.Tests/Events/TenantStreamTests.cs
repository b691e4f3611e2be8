using System.Net;
using AgentFunctions.Tests.Access;

namespace AgentFunctions.Tests.Events;

/// <summary>A tenant follows only what is its own.</summary>
[Collection(StreamCollection.Name)]
public sealed class TenantStreamTests(KeyedHost host) : IClassFixture<KeyedHost>
{
    [Fact]
    public async Task Another_tenant_s_task_and_batch_are_as_if_they_were_not_there()
    {
        (_, string own) = await host.NewKeyAsync("own", ["submit", "read"]);
        (_, string other) = await host.NewKeyAsync("other", ["read"]);
        string ticket = $$$"""{"agent":"classify-ticket","input":{"text":"{{{Guid.NewGuid()}}}"}}""";
        KeyedAnswer posted = await host.PostAsync("tasks/batch", own, $"[{ticket}]");
        string task = posted.Body.GetProperty("items")[0].GetProperty("id").GetString()!;
        string batch = posted.Body.GetProperty("batch").GetString()!;

        foreach ((string path, string id) in new[] { ("tasks/{0}/events", task), ("batches/{0}", batch), ("batches/{0}/events", batch) })
        {
            const string Unknown = "01m85hfg4q4fxhsk0bpg5tbzmw";
            KeyedAnswer foreign = await host.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, id), other);
            KeyedAnswer unknown = await host.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, path, Unknown), other);

            Assert.Equal((HttpStatusCode.NotFound, unknown.Body.ToString().Replace(Unknown, id, StringComparison.Ordinal)), (foreign.Status, foreign.Body.ToString()));
        }

        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync($"batches/{batch}", own)).Status);
    }
}
