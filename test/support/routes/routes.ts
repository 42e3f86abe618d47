import type { Type } from '@nestjs/common';
import { endpointsOf } from '../../../apps/api/http/endpoint.decorator';
import type { EndpointDeclaration } from '../../../apps/api/http/endpoint';
import { OperationModule } from '../../../apps/api/operation.module';
import { useCases } from '../../../apps/api/use-cases';

const operationControllers = Reflect.getMetadata('controllers', OperationModule) as readonly Type[];

/** Every endpoint that any controller declares. */
export const endpoints: readonly EndpointDeclaration[] = [
  ...new Set([...useCases.map(({ controller }) => controller), ...operationControllers]),
].flatMap(endpointsOf);

export const nameOf = ({ method, path }: EndpointDeclaration): string => `${method} ${path}`;
