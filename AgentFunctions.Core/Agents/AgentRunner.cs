using System.Diagnostics;
using AgentFunctions.Agents.Tools;
using AgentFunctions.Costs;
using AgentFunctions.Models;
using AgentFunctions.Tasks;
using AgentFunctions.Telemetry;
using Microsoft.Extensions.AI;

namespace AgentFunctions.Agents;

/// <summary>Runs an agent on one input: prompt, tool loop, output check, and one more try when the answer is not valid.</summary>
public sealed class AgentRunner(IChatClients clients, AgentTools tools, TokenCounter tokens, ICallGate gate, TimeProvider time)
{
    private const int MostAnswers = 2;

    /// <summary>Runs an agent.</summary>
    /// <param name="inputJson">The task's input.</param>
    /// <param name="scope">For whom.</param>
    /// <param name="budget">No call is made that could take the price of this run past it; null: no limit.</param>
    public async Task<AgentOutcome> RunAsync(
        AgentDefinition agent, ModelDefinition model, string inputJson, CallScope scope, Usd? budget, CancellationToken cancellationToken)
    {
        using Activity? span = AgentSpan.Start(agent, model);
        AgentOutcome outcome = await TryAsync(agent, model, inputJson, scope, budget, cancellationToken).ConfigureAwait(false);
        AgentSpan.End(span, outcome);
        foreach (ModelCall call in outcome.Use.Calls)
        {
            Meters.Cost.Add((double)call.Cost.Amount, new("agent", agent.Name), new("model", call.Model));
        }

        return outcome;
    }

    private async Task<AgentOutcome> TryAsync(
        AgentDefinition agent, ModelDefinition model, string inputJson, CallScope scope, Usd? budget, CancellationToken cancellationToken)
    {
        CallMeter? meter = null;
        try
        {
            meter = new CallMeter(ClientFor(model, scope), model, tokens, gate, scope, budget, time);
            ChatOptions options = AgentPrompt.OptionsOf(agent, agent.OutputSchema, agent.MaxOutputTokens, await tools.ForAsync(agent, cancellationToken).ConfigureAwait(false));

            // Not disposed: that would dispose the model's client, which all tasks share.
            FunctionInvokingChatClient client = new(meter) { MaximumIterationsPerRequest = agent.MaxToolTurns };
            return await AskAsync(agent, client, meter, AgentPrompt.Of(agent, inputJson), options, cancellationToken).ConfigureAwait(false);
        }
        catch (ToolUnavailableException e)
        {
            return new AgentOutcome.Failed(new ModelFault(new TaskError(TaskError.ToolUnavailable, e.Message), Transient: true), meter?.Use ?? ModelUse.None);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new AgentOutcome.Interrupted(meter?.Use ?? ModelUse.None);
        }
        catch (CallDeferredException e)
        {
            return new AgentOutcome.Deferred(e.Reason, meter?.Use ?? ModelUse.None);
        }
        catch (Exception e) when (ModelFault.Of(e, time.GetUtcNow()) is { } fault)
        {
            // A call that breaks in the moment it is cut off may end either way.
            ModelUse use = meter?.Use ?? ModelUse.None;
            return cancellationToken.IsCancellationRequested ? new AgentOutcome.Interrupted(use) : new AgentOutcome.Failed(fault, use);
        }
    }

    private IChatClient ClientFor(ModelDefinition model, CallScope scope)
    {
        IChatClient client = clients.For(model);
        return scope.Text is { } text ? new StreamedCalls(client, model, text) : client;
    }

    private static async Task<AgentOutcome> AskAsync(
        AgentDefinition agent, FunctionInvokingChatClient client, CallMeter meter, List<ChatMessage> prompt, ChatOptions options, CancellationToken cancellationToken)
    {
        ModelFault? fault = null;
        for (int answer = 1; answer <= MostAnswers; answer++)
        {
            ChatResponse response = await client.GetResponseAsync(prompt, options, cancellationToken).ConfigureAwait(false);
            if (Stopped(response) is { } stopped)
            {
                return new AgentOutcome.Failed(stopped, meter.Use);
            }

            (string? json, string? problem) = OutputCheck.Run(response.Text, agent.OutputValidator);
            if (json is not null)
            {
                return new AgentOutcome.Answered(json, meter.Use);
            }

            fault = new ModelFault(new TaskError(TaskError.InvalidOutput, $"The answer does not match the output schema of '{agent.Name}': {problem}"), Transient: false);
            prompt.AddRange(response.Messages);
            prompt.Add(new ChatMessage(ChatRole.User, $"That answer is not valid: {problem}. Answer again with JSON only, matching the schema."));
        }

        return new AgentOutcome.Failed(fault!, meter.Use);
    }

    private static ModelFault? Stopped(ChatResponse response) => response.FinishReason switch
    {
        { } reason when reason == ChatFinishReason.Length => Permanent(TaskError.OutputTruncated, "The answer was cut off at the agent's maxOutputTokens."),
        { } reason when reason == ChatFinishReason.ContentFilter => Permanent(TaskError.Refusal, "The provider's content filter stopped the answer."),
        _ when response.Messages.LastOrDefault()?.Contents.OfType<ErrorContent>().FirstOrDefault() is { ErrorCode: "Refusal" } => Permanent(TaskError.Refusal, "The model declined to answer."),
        _ => null,
    };

    private static ModelFault Permanent(string code, string message) => new(new TaskError(code, message), Transient: false);
}
