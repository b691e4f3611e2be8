using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.Sdk;
using AgentFunctions.LocalHost.ServiceBus;
using AgentFunctions.LocalHost.Triggers;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;

namespace AgentFunctions.LocalHost.Workers;

/// <summary>Runs a function on a message or a batch as the Service Bus extension does: keeps the locks meanwhile, settles what the function left.</summary>
internal sealed class MessageRun(EmbeddedServiceBus bus, HostJson host, IServiceProvider services, ILogger<MessageRun> log, TimeProvider time)
{
    public async Task RunAsync(QueueTrigger trigger, ServiceBusReceivedMessage message, CancellationToken hostStopping)
    {
        ServiceBusMessageActions actions = new(bus, trigger.Queue);
        using CancellationTokenSource done = new();
        Task renewal = RenewLockAsync(trigger.Queue, message, done.Token);
        bool succeeded = await InvokeAsync(trigger, message, actions, hostStopping).ConfigureAwait(false);
        await done.CancelAsync().ConfigureAwait(false);
        await renewal.ConfigureAwait(false);
        await SettleAsync(trigger, message, actions, succeeded).ConfigureAwait(false);
    }

    /// <summary>Runs a batched function; when it throws, all messages of the batch that it has not settled are given back.</summary>
    public async Task RunAsync(QueueTrigger trigger, HeldBatch batch, CancellationToken hostStopping)
    {
        ServiceBusReceivedMessage[] messages = batch.Begin(host.MaxAutoLockRenewalDuration);
        bool succeeded = messages.Length > 0 && await InvokeAsync(trigger, messages, batch.Actions, hostStopping).ConfigureAwait(false);
        await batch.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(messages.Select(m => SettleAsync(trigger, m, batch.Actions, succeeded))).ConfigureAwait(false);
    }

    private async Task<bool> InvokeAsync(QueueTrigger trigger, object input, ServiceBusMessageActions actions, CancellationToken hostStopping)
    {
        try
        {
            await trigger.InvokeAsync(services, input, actions, hostStopping).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (hostStopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            // The boundary of the host: a function that throws gives back what it was given.
            TriggerLog.FunctionFailed(log, e, trigger.Function);
            return false;
        }
    }

    private async Task SettleAsync(QueueTrigger trigger, ServiceBusReceivedMessage message, ServiceBusMessageActions actions, bool succeeded)
    {
        if (actions.HasSettled(message))
        {
            return;
        }

        try
        {
            if (!succeeded)
            {
                await bus.AbandonAsync(trigger.Queue, message.LockToken, null, CancellationToken.None).ConfigureAwait(false);
            }
            else if (trigger.AutoComplete)
            {
                await bus.CompleteAsync(trigger.Queue, message.LockToken, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (ServiceBusException e) when (e.Reason == ServiceBusFailureReason.MessageLockLost)
        {
            // Somebody else has the message by now, and settles it.
            TriggerLog.LockNotRenewed(log, e, trigger.Queue);
        }
    }

    private async Task RenewLockAsync(string queue, ServiceBusReceivedMessage message, CancellationToken done)
    {
        DateTimeOffset last = time.GetUtcNow() + host.MaxAutoLockRenewalDuration;
        DateTimeOffset lockedUntil = message.LockedUntil;
        try
        {
            while (lockedUntil < last)
            {
                TimeSpan half = (lockedUntil - time.GetUtcNow()) / 2;

                // No exception for each message that is done in time.
                await Task.Delay(half > TimeSpan.Zero ? half : TimeSpan.Zero, time, done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (done.IsCancellationRequested)
                {
                    return;
                }

                lockedUntil = await bus.RenewLockAsync(queue, message.LockToken, done).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // The function has ended.
        }
        catch (ServiceBusException e)
        {
            TriggerLog.LockNotRenewed(log, e, queue);
        }
    }
}
