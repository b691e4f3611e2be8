using System.Reflection;
using AgentFunctions.LocalHost.Functions;
using AgentFunctions.LocalHost.Triggers;
using AgentFunctions.Tests.LocalHost.ServiceBus;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace AgentFunctions.Tests.LocalHost.Triggers;

/// <summary>What a batched function of the tests does with its batch.</summary>
public delegate Task BatchBody(ServiceBusReceivedMessage[] messages, ServiceBusMessageActions actions, CancellationToken cancellationToken);

/// <summary>Function classes as users write them, right ones and wrong ones.</summary>
public sealed class BatchFunctions(BatchBody body)
{
    [Function("TestPack")]
    public Task PackAsync(
        [ServiceBusTrigger(BusFixture.Queue, Connection = "ServiceBus", IsBatched = true, AutoCompleteMessages = false)] ServiceBusReceivedMessage[] messages,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) => body(messages, actions, cancellationToken);

    [Function("TestPackCompletedByHost")]
    public Task PackCompletedByHostAsync(
        [ServiceBusTrigger(BusFixture.Queue, Connection = "ServiceBus", IsBatched = true)] ServiceBusReceivedMessage[] messages,
        ServiceBusMessageActions actions,
        CancellationToken cancellationToken) => body(messages, actions, cancellationToken);

    [Function("TestBatchForOne")]
    public Task BatchForOneAsync([ServiceBusTrigger(BusFixture.Queue, IsBatched = true)] ServiceBusReceivedMessage one, ServiceBusMessageActions actions) =>
        body([one], actions, CancellationToken.None);

    [Function("TestOneForMany")]
    public Task OneForManyAsync([ServiceBusTrigger(BusFixture.Queue)] ServiceBusReceivedMessage[] many, ServiceBusMessageActions actions) =>
        body(many, actions, CancellationToken.None);

    internal static QueueTrigger Trigger(string method, HostJson host)
    {
        MethodInfo found = typeof(BatchFunctions).GetMethod(method)!;
        ParameterInfo parameter = found.GetParameters()[0];
        return Assert.Single(QueueTrigger.Of(
            [new FunctionDescriptor(found.GetCustomAttribute<FunctionAttribute>()!.Name, found, parameter, parameter.GetCustomAttribute<TriggerBindingAttribute>()!)], host));
    }
}
