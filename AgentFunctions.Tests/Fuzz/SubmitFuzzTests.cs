using System.Text;
using AgentFunctions.Intake;
using FsCheck.Xunit;

namespace AgentFunctions.Tests.Fuzz;

/// <summary>POST /tasks takes anything that a client can send: it stores what is good and refuses the rest without a trace.</summary>
public sealed class SubmitFuzzTests(FuzzHost host) : IClassFixture<FuzzHost>
{
    [Property(MaxTest = 4000, Arbitrary = [typeof(TaskBody)])]
    public async Task Any_body_is_stored_as_given_or_refused_without_a_trace(TaskBody body)
    {
        host.Api.CountCase();
        StoredState before = await host.Api.ReadStateAsync();
        Answer answer = await host.Api.PostAsync("tasks", body.Bytes);
        await SubmittedTask.AssertStoredOrRefusedAsync(host.Api, before, body.Bytes, answer);
    }

    [Property(MaxTest = 600, Arbitrary = [typeof(TaskFields)])]
    public async Task A_good_task_is_accepted_with_all_that_it_says(TaskFields task)
    {
        host.Api.CountCase();
        StoredState before = await host.Api.ReadStateAsync();
        Answer answer = await host.Api.PostAsync("tasks", task.ToBytes());

        Assert.Equal(202, answer.Status);
        await SubmittedTask.AssertStoredOrRefusedAsync(host.Api, before, task.ToBytes(), answer);
    }

    [Property(MaxTest = 2000, Arbitrary = [typeof(FaultyTask)])]
    public async Task A_fault_in_a_field_is_refused_by_its_name(FaultyTask faulty)
    {
        host.Api.CountCase();
        StoredState before = await host.Api.ReadStateAsync();
        Answer answer = await host.Api.PostAsync("tasks", faulty.Task.ToBytes());

        Assert.Equal(faulty.Status, answer.Status);
        Assert.Contains(faulty.Field, answer.Fields);
        (await host.Api.ReadStateAsync()).AssertSame(before);
    }

    [Property(MaxTest = 1500, Arbitrary = [typeof(TaskBody), typeof(RequestHeaders)])]
    public async Task Any_headers_are_understood_ignored_or_refused(TaskBody body, RequestHeaders headers)
    {
        host.Api.CountCase();
        StoredState before = await host.Api.ReadStateAsync();
        Answer answer = await host.Api.SendAsync(HttpMethod.Post, "tasks", body.Bytes, headers.Values);
        if (answer.Status >= 400)
        {
            (await host.Api.ReadStateAsync()).AssertSame(before);
            return;
        }

        // An idempotency key may lead to a task of before, so only what the answer says is checked.
        Assert.Equal(SubmittedTask.InputOf(body.Bytes), await host.Api.ReadInputAsync(answer.Json.GetProperty("id").GetString()!));
    }

    [Theory]
    [InlineData(-1, 202)]
    [InlineData(0, 202)]
    [InlineData(1, 413)]
    public async Task The_size_of_a_task_is_limited_to_the_byte(int beyond, int status)
    {
        const string Frame = """{"agent":"classify-ticket","input":{"text":""}}""";
        byte[] body = Encoding.UTF8.GetBytes(Frame.Insert(Frame.Length - 3, new string('x', IntakeLimits.TaskBytes - Frame.Length + beyond)));
        StoredState before = await host.Api.ReadStateAsync();

        Answer counted = await host.Api.PostAsync("tasks", body);
        Answer chunked = await host.Api.PostAsync("tasks", body, ("Transfer-Encoding", "chunked"));

        Assert.Equal((status, status), (counted.Status, chunked.Status));
        Assert.Equal(before.Tasks.Count + (status == 202 ? 2 : 0), (await host.Api.ReadStateAsync()).Tasks.Count);
    }
}
