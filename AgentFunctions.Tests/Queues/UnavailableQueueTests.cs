using System.Text.Json;
using AgentFunctions.Http;
using AgentFunctions.Queues;
using AgentFunctions.Tasks;
using AgentFunctions.Tests.Caching;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace AgentFunctions.Tests.Queues;

public sealed class UnavailableQueueTests
{
    [Fact]
    public async Task A_task_that_is_stored_but_not_in_line_is_accepted_and_put_in_line_by_maintenance()
    {
        await using ReuseFixture fixture = await ReuseFixture.CreateAsync(storage: null);
        fixture.Queue.IsAway = true;
        AgentTask accepted = await fixture.SubmitAsync();
        Assert.Empty(fixture.Queue.Sent);

        await fixture.MaintainAsync();
        Assert.Equal(AgentTaskStatus.Queued, (await fixture.FindAsync(accepted)).Status);

        fixture.Queue.IsAway = false;
        await fixture.MaintainAsync();
        await fixture.WorkAsync();

        Assert.Equal(AgentTaskStatus.Succeeded, (await fixture.FindAsync(accepted)).Status);
    }

    [Theory]
    [InlineData(typeof(QueueUnavailableException), 503, "queue-unavailable")]
    [InlineData(typeof(TimeoutException), 503, "storage-unavailable")]
    [InlineData(typeof(InvalidOperationException), 500, "internal-error")]
    public async Task A_fault_that_no_function_foresaw_is_a_problem_without_its_text(Type type, int status, string kind)
    {
        Exception fault = type == typeof(QueueUnavailableException) ? new QueueUnavailableException("secret", new IOException()) : (Exception)Activator.CreateInstance(type, "secret")!;
        DefaultHttpContext http = new() { RequestServices = new ServiceCollection().AddLogging().BuildServiceProvider() };
        using MemoryStream body = new();
        http.Response.Body = body;

        await Faults.Of(fault).ExecuteAsync(http);

        using JsonDocument problem = JsonDocument.Parse(body.ToArray());
        Assert.Equal((status, "application/problem+json"), (http.Response.StatusCode, http.Response.ContentType));
        Assert.Equal((status, $"urn:agentfn:problem:{kind}"), (problem.RootElement.GetProperty("status").GetInt32(), problem.RootElement.GetProperty("type").GetString()));
        Assert.Equal(status == 503, http.Response.Headers.RetryAfter.Count == 1);
        Assert.DoesNotContain("secret", problem.RootElement.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_queue_that_does_not_answer_is_given_up_and_named()
    {
        FakeTimeProvider time = new();
        Task<bool> call = QueueCall.RunAsync("q", async cancelled =>
        {
            await Task.Delay(Timeout.Infinite, cancelled);
            return true;
        }, time, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal("Queue 'q' did not answer within 15 s.", (await Assert.ThrowsAsync<QueueUnavailableException>(() => call)).Message);
    }
}
